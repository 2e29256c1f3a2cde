-- Up Migration

-- What programs sign in to the API with. Of a token only its SHA-256 is kept, which is enough for 256 random bits.
create table sluice.tokens (
  id uuid not null primary key default gen_random_uuid(),
  name text not null,
  role text not null check (role in ('operator', 'viewer')),
  hash bytea not null unique,
  created_at timestamptz not null default now(),
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create unique index tokens_name on sluice.tokens (name) where revoked_at is null;

-- What orders under an Idempotency-Key were answered with, for a day; an answer is null while the order is carried out.
create table sluice.idempotency_keys (
  owner text not null,
  key text not null,
  digest bytea not null,
  answer json,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);
create index idempotency_keys_by_age on sluice.idempotency_keys (created_at);
