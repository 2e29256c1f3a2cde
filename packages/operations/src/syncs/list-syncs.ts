import type { SyncDocument } from '@sluice/shared/domain'
import {
  describeSync,
  listSyncs as listRecords,
  readMapping,
  refuseUnknownMapping,
  type SyncFilter,
} from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Which syncs, and how many at most. */
export interface ListSyncsInput extends SyncFilter {
  readonly limit: number
}

/**
 * What has synced, newest first; fails with `mapping_unknown` where there is neither such a mapping nor a sync of one.
 */
export async function listSyncs(
  { db }: DatabaseDeps,
  asked: ListSyncsInput,
): Promise<readonly SyncDocument[]> {
  const found = await listRecords(db, asked)
  const { mapping } = asked
  // The syncs of a removed mapping can still be read.
  if (mapping !== undefined && found.length === 0 && (await readMapping(db, mapping)) === null)
    await refuseUnknownMapping(db, mapping)
  return found.map(describeSync)
}
