-- A role for each process in the control database, with nothing in it: `sluice migrate` then gives each what it needs, and no more.
--
-- Run it in the control database, as a superuser or as the owner of the database who may create roles. Run again, it changes nothing that is
-- right; where one user has owned the schema until now, sluice_migrate takes it over. Passwords are set apart:
--   alter role sluice_extractor login password '…';
do $$
declare
  name text;
  item record;
begin
  foreach name in array array[
    'sluice_migrate', 'sluice_extractor', 'sluice_mapper', 'sluice_sender', 'sluice_console', 'sluice_cli'
  ] loop
    begin
      if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I nologin', name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- Somebody else made it meanwhile.
    end;
    execute format('grant connect on database %I to %I', current_database(), name);
  end loop;
  execute format('grant create on database %I to sluice_migrate', current_database());

  -- Whoever gives something away must belong to whom it is given.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant sluice_migrate to %I', current_user);
  end if;
  if exists (select from pg_namespace where nspname = 'sluice') then
    alter schema sluice owner to sluice_migrate;
    -- Indexes and the sequences of columns go with their tables.
    for item in
      select c.relname from pg_class c
      where c.relnamespace = 'sluice'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    loop
      execute format('alter table sluice.%I owner to sluice_migrate', item.relname);
    end loop;
    for item in
      select p.oid::regprocedure as signature from pg_proc p where p.pronamespace = 'sluice'::regnamespace
    loop
      execute format('alter routine %s owner to sluice_migrate', item.signature);
    end loop;
  end if;
end
$$;
