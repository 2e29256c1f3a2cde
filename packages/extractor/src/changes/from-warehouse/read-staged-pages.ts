import type { SyncRecord } from '@sluice/shared/store'
import { PAGE_LIMIT_ROWS } from '../../limits.ts'
import { openWarehouse, type SyncDeps } from '../../sync-deps.ts'
import type { OutgoingPage, OutgoingRange } from '../changes.ts'
import { createLossError } from '../create-loss-error.ts'

/** The staged rows of a sync. They stand at 1, 2, 3, …: a gap means that some are gone. */
export async function* readStagedPages(
  deps: SyncDeps,
  sync: SyncRecord,
  { afterSeq, toSeq }: OutgoingRange,
): AsyncGenerator<OutgoingPage, void, undefined> {
  let position = afterSeq
  while (position < toSeq) {
    const warehouse = await openWarehouse(deps, sync)
    const beganAt = position
    const range = { afterSeq: position, toSeq, limit: PAGE_LIMIT_ROWS }
    for await (const rows of warehouse.readStaged(sync.id, range)) {
      const endSeq = position + rows.length
      if (rows.at(-1)?.seq !== endSeq) throw createLossError(sync, endSeq + 1)
      yield { to: 'map', rows }
      position = endSeq
      // The source has changed: what was opened for it before will be closed, however long this takes.
      if ((await openWarehouse(deps, sync)) !== warehouse) break
    }
    if (position === beganAt) throw createLossError(sync, position + 1)
  }
}
