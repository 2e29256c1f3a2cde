/** The tables and the view of the sync log, beside the rest of the state; docs/sync-log.md tells their columns. */
export const SYNC_LOG = 'sync_log'
export const SYNC_RUNS = 'sync_runs'
export const SYNCS_VIEW = 'syncs'

/** The numbers of rows in the log's account of a sync, in the order of its columns. */
export const RUN_COUNTS = ['added', 'updated', 'deleted', 'skipped', 'invalid', 'delivered', 'dead'] as const
