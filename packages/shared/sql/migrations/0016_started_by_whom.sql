-- Up Migration

-- A sync that somebody starts; those of a schedule are not ordered by anybody.
alter table sluice.audit_log drop constraint audit_log_action_check;
alter table sluice.audit_log add constraint audit_log_action_check check (
  action in (
    'created', 'updated', 'removed', 'reset', 'baselined', 'started', 'canceled', 'requeued', 'discarded', 'changed',
    'looked', 'sent'
  )
);
