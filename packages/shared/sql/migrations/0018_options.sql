-- Up Migration

-- What a source, a model or a destination may say beside what it must, by the names of the domain, as mappings have it:
-- a new option needs no column of its own.
alter table sluice.sources add column options json not null default '{}';
alter table sluice.models add column options json not null default '{}';
alter table sluice.destinations add column options json not null default '{}';
