/** The running statuses of a sync, as SQL. */
export const RUNNING = `('queued', 'staging', 'delivering', 'committing')`
