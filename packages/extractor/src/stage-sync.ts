import { isRunning } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { Deferral, SEND_QUEUE } from '@sluice/shared/queues'
import {
  listOpenChunks,
  listSettledRanges,
  listUnfoldedSyncs,
  readSync,
  recordDeadLetters,
  recordFolded,
  recordStaged,
  recordStaging,
  type SyncRecord,
} from '@sluice/shared/store'
import { PAGE_LIMIT_ROWS, POSTS_DELAY_MS } from './limits.ts'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'
import type { Warehouse } from './warehouse/index.ts'

/** Compares the model with what was committed, after what failed syncs have left is tidied up, and writes down what was found. */
export async function stageSync(edges: SyncEdges, sync: SyncRecord): Promise<void> {
  if (!(await recordStaging(edges.db, sync.id))) return
  const { mapping, model } = sync.plan
  const warehouse = await openWarehouse(edges, sync)
  await foldFailedSyncs(edges, warehouse, sync)
  await discardLeftovers(edges, warehouse, sync)

  const staged = await warehouse.stage({
    installationId: edges.installationId,
    mappingId: mapping.id,
    epoch: sync.plan.epoch,
    syncId: sync.id,
    modelId: model.id,
    model,
    trigger: mapping.trigger,
  })
  // Letters first: once the sync delivers, nobody looks for unidentified rows again.
  await recordUnidentifiedRows(edges, sync)
  if (await recordStaged(edges.db, sync.id, staged)) {
    const { added, updated, deleted, skipped, invalid } = staged
    edges.log.info(
      { sync: sync.id, mapping: mapping.id, added, updated, deleted, skipped, invalid },
      'sync staged',
    )
  }
}

/**
 * Remembers what the mapping's failed syncs had delivered before they failed, so that this one sends the rest, and gives what has
 * changed since a version of its own. Waits for posts of theirs that are still under way: they must not arrive after ours.
 */
async function foldFailedSyncs(edges: SyncEdges, warehouse: Warehouse, sync: SyncRecord): Promise<void> {
  for (const failed of await listUnfoldedSyncs(edges.db, sync.mapping)) {
    for (const chunk of await listOpenChunks(edges.db, failed, 0)) {
      const { state } = await edges.send.readState(SEND_QUEUE.jobId({ sync: failed, chunk: chunk.seq }))
      if (state === 'active')
        throw new Deferral(Date.now() + POSTS_DELAY_MS, `sync ${failed} is still posting`)
    }
    const only = await listSettledRanges(edges.db, failed)
    const { installationId } = edges
    try {
      await warehouse.commit({ installationId, mappingId: sync.mapping, syncId: failed, only })
    } catch (error) {
      // Gone with a crash of the warehouse: what was delivered is sent again, under the same messageIds.
      if (!(error instanceof SluiceError) || error.code !== 'staged_rows_lost') throw error
    }
    await recordFolded(edges.db, failed)
  }
}

/** Drops what earlier syncs of the mapping staged and never committed: they have ended, or this one could not run. */
async function discardLeftovers(edges: SyncEdges, warehouse: Warehouse, sync: SyncRecord): Promise<void> {
  for (const staged of await warehouse.listStaged()) {
    const isLeftover =
      staged.installationId === edges.installationId &&
      staged.mappingId === sync.mapping &&
      staged.syncId !== sync.id
    const known = isLeftover ? await readSync(edges.db, staged.syncId) : null
    if (isLeftover && (known === null || !isRunning(known.status))) await warehouse.discard(staged.syncId)
  }
}

async function recordUnidentifiedRows(edges: SyncEdges, sync: SyncRecord): Promise<void> {
  let afterSeq = 0
  for (;;) {
    const rows = await (
      await openWarehouse(edges, sync)
    ).readInvalid(sync.id, { afterSeq, limit: PAGE_LIMIT_ROWS })
    const last = rows.at(-1)
    if (last === undefined) return
    await recordDeadLetters(
      edges.db,
      edges.secrets,
      rows.map(({ seq, recordId, code, reason, version, row }) => ({
        stage: 'extract',
        code,
        reason,
        mapping: sync.mapping,
        sync: sync.id,
        chunkSeq: null,
        deltaSeq: seq,
        recordId,
        op: 'invalid',
        version,
        payload: row,
      })),
    )
    afterSeq = last.seq
  }
}
