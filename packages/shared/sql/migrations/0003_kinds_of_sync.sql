-- Up Migration

-- A baseline takes the model as sent; a requeue sends dead letters again. Both take the mapping's one running place, as any sync does.
alter table sluice.syncs drop constraint syncs_trigger_check;
alter table sluice.syncs add constraint syncs_trigger_check
  check (trigger in ('manual', 'schedule', 'baseline', 'requeue'));

-- More deletes than this share of the known records stop a sync before anything is sent; 100 lets all pass.
alter table sluice.mappings add column max_deleted_percent integer not null default 30
  check (max_deleted_percent between 0 and 100);

-- Whoever orders something besides a change of config is written down too.
alter table sluice.audit_log drop constraint audit_log_action_check;
alter table sluice.audit_log add constraint audit_log_action_check check (
  action in ('created', 'updated', 'removed', 'reset', 'baselined', 'canceled', 'requeued', 'discarded', 'changed')
);
