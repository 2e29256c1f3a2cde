-- Up Migration

-- Who keeps an item of the config: the file that `sluice apply` reads, or people in the console. Neither overwrites the other unasked.
alter table sluice.sources add column managed_by text not null default 'file' check (managed_by in ('file', 'console'));
alter table sluice.models add column managed_by text not null default 'file' check (managed_by in ('file', 'console'));
alter table sluice.destinations add column managed_by text not null default 'file' check (managed_by in ('file', 'console'));
alter table sluice.mappings add column managed_by text not null default 'file' check (managed_by in ('file', 'console'));

-- What a mapping says beside its fields, by the names of the domain: a new option needs no column of its own.
alter table sluice.mappings add column options json not null default '{}';
update sluice.mappings set options = json_build_object('maxDeletedPercent', max_deleted_percent);
alter table sluice.mappings drop column max_deleted_percent;
