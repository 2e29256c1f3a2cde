import type { SyncRecord } from '@sluice/shared/store'
import { PAGE_LIMIT_ROWS } from '../../limits.ts'
import { openWarehouse, type SyncEdges } from '../../sync-edges.ts'
import type { OutgoingPage, OutgoingRange } from '../changes.ts'
import { createLossError } from '../create-loss-error.ts'

/** The next staged rows of a sync. They stand at 1, 2, 3, …: a gap means that some are gone. */
export async function readStagedPage(
  edges: SyncEdges,
  sync: SyncRecord,
  range: OutgoingRange,
): Promise<OutgoingPage> {
  const warehouse = await openWarehouse(edges, sync)
  const rows = await warehouse.readStaged(sync.id, { ...range, limit: PAGE_LIMIT_ROWS })
  const endSeq = range.afterSeq + rows.length
  if (rows.at(-1)?.seq !== endSeq) throw createLossError(sync, endSeq + 1)
  return { to: 'map', rows }
}
