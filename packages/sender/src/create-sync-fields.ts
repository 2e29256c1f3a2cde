/** Syncs of a batch in a log line: enough to lead from a sync to its requests, and few enough to read. */
export interface SyncFields {
  readonly syncs: readonly string[]
  readonly syncCount: number
}

const SHOWN = 5

/** The log fields that name the syncs whose events a batch carries, given that of each event. */
export function createSyncFields(syncs: readonly string[]): SyncFields {
  const distinct = [...new Set(syncs)]
  return { syncs: distinct.slice(0, SHOWN), syncCount: distinct.length }
}
