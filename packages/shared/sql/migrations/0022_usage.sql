-- Up Migration

-- What a chunk delivered, or a call that was sent by hand: written with what settles the chunk, in one statement, and
-- taken by whoever counts, in one transaction. So each call is counted once, whoever dies in between.
create table sluice.deliveries (
  id bigint not null generated always as identity primary key,
  destination_id text not null,
  at timestamptz not null default now(),
  delivered integer not null,
  dead integer not null default 0,
  -- A count of the distinct users, sealed.
  users bytea
);
-- Sealed bytes get no smaller.
alter table sluice.deliveries alter column users set storage external;

-- API calls by day, UTC.
create table sluice.usage_days (
  destination_id text not null,
  day date not null,
  calls bigint not null,
  primary key (destination_id, day)
);

-- Users of a billing month, which begins on `month`.
create table sluice.usage_months (
  destination_id text not null,
  month date not null,
  -- A count of the distinct users, sealed; null where nobody can open it any more.
  users bytea,
  -- How many MTUs the destination's workspace has by that count.
  mtus bigint not null default 0,
  -- Which allowances have been told to be nearly, or wholly, used.
  told text[] not null default '{}',
  primary key (destination_id, month)
);
alter table sluice.usage_months alter column users set storage external;

-- Calls that a chunk may make in a billing month, of a destination that may not make more than so many. Whoever settles
-- the chunk gives them back, since they are counted from then on.
create table sluice.reserved_calls (
  sync_id uuid not null,
  chunk integer not null,
  month date not null,
  destination_id text not null,
  calls integer not null,
  primary key (sync_id, chunk, month)
);
create index reserved_calls_by_destination on sluice.reserved_calls (destination_id, month);
