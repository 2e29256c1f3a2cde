/** The schema of a warehouse in which Sluice keeps its state. */
export const STATE_SCHEMA = '_sluice'

/** Names of staged tables begin so; the rest is the sync's UUID without dashes. */
export const STAGED_PREFIX = 'staged_'

// With the longest prefix and suffix around it (records_…_pkey) an id of 50 makes the
// 63 bytes of Postgres' longest identifier.
const MAPPING_ID = /^[a-z0-9][a-z0-9_-]{0,49}$/
const SYNC_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const STAGED_NAME = /^staged_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** The bare name of the table that remembers what a mapping has committed; throws for what is no id of a mapping. */
export function nameRecords(mappingId: string): string {
  if (!MAPPING_ID.test(mappingId)) throw new Error(`not the id of a mapping: ${mappingId}`)
  return `records_${mappingId}`
}

/** The bare name of the table that holds what a sync has staged; throws for what is no id of a sync. */
export function nameStaged(syncId: string): string {
  if (!SYNC_ID.test(syncId)) throw new Error(`not the id of a sync: ${syncId}`)
  return `${STAGED_PREFIX}${syncId.replaceAll('-', '')}`
}

/** The sync whose staged table has this bare name; null when it is not the name of a staged table. */
export function parseStagedName(name: string): string | null {
  return STAGED_NAME.test(name) ? name.replace(STAGED_NAME, '$1-$2-$3-$4-$5') : null
}
