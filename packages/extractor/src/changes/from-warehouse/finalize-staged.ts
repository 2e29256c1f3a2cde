import { SluiceError } from '@sluice/shared/errors'
import {
  closeOpenChunks,
  hasSource,
  listDeadSeqs,
  listSettledRanges,
  readMemory,
  readSync,
  recordFinalized,
  recordMemory,
  type Chunk,
  type UntidySync,
} from '@sluice/shared/store'
import type { CommitRequest, MemoryManifest } from '@sluice/warehouse/port'
import type { SyncDeps } from '../../sync-deps.ts'
import type { FinalizeOrder } from '../changes.ts'
import { createLog } from '../sync-log/create-log.ts'
import { commitLogged, orWithoutLog } from '../sync-log/go-on-without-log.ts'
import { logLostRows } from '../sync-log/log-lost-rows.ts'
import { readKeptBackPages } from './read-kept-back-pages.ts'
import { readManifestRows } from './read-manifest-rows.ts'

/**
 * Finalizes what an ended sync had delivered, so that the next one sends the rest, and
 * gives what has changed since a version of its own. A memory that is older than it
 * should be is refused with `warehouse_state_outdated`, unless the order takes it.
 */
export async function finalizeStaged(
  deps: SyncDeps,
  ended: UntidySync,
  open: readonly Chunk[],
  { takesAnyMemory }: FinalizeOrder,
): Promise<void> {
  // Its source is not in the config: should it come back, what is known must still be there.
  if (!(await hasSource(deps.db, ended.source))) return
  await closeOpenChunks(deps.db, ended.id)
  const { source, generation } = await readMemory(deps.db, ended.mapping)
  const isCurrent = source === null || source === ended.source
  const known = await remember(deps, ended, open, {
    ...(isCurrent ? { generation, takesOlder: takesAnyMemory } : {}),
    isCurrent,
  })
  await deps.db.transaction(async (tx) => {
    await recordFinalized(tx, ended.id)
    if (!isCurrent) return
    await recordMemory(tx, { mapping: ended.mapping, source: ended.source, ...known })
  })
}

/** Finalizes what has settled; an open chunk may have been posted by a worker that died before it could settle it. */
async function remember(
  deps: SyncDeps,
  { id, number, mapping, source, epoch }: UntidySync,
  inDoubt: readonly Chunk[],
  expected: Pick<CommitRequest, 'generation' | 'takesOlder' | 'isCurrent'>,
): Promise<MemoryManifest> {
  const owner = { installationId: deps.installationId, mappingId: mapping, syncId: id, syncNumber: number }
  const warehouse = await deps.warehouses.open(source)
  const sync = await readSync(deps.db, id)
  const log = sync === null ? undefined : await createLog(deps, sync)
  const request = {
    ...owner,
    ...expected,
    only: await listSettledRanges(deps.db, id),
    inDoubt,
    dead: await listDeadSeqs(deps.db, id),
  }
  const createRequest = () => ({ ...request, keptBack: readKeptBackPages(deps.db, id) })
  try {
    return await commitLogged(deps, warehouse, createRequest, log)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'staged_rows_lost') throw error
    // Gone with a crash of the warehouse, or dropped: what was written down of its chunks must do.
    const known = await warehouse.remember({
      ...owner,
      ...expected,
      epoch,
      rows: readManifestRows(deps, id),
    })
    if (sync !== null && log !== undefined)
      await orWithoutLog(deps, sync, () =>
        logLostRows(deps, warehouse, sync, log, readManifestRows(deps, id)),
      )
    return known
  }
}
