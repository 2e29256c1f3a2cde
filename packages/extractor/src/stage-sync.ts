import { isRunning } from '@sluice/shared/domain'
import {
  readSync,
  recordDeadLetters,
  recordSyncGoesOn,
  recordStaged,
  recordStaging,
  type SyncRecord,
} from '@sluice/shared/store'
import { checkDeletes } from './core/index.ts'
import { foldEndedSyncs } from './fold-sync.ts'
import { PAGE_LIMIT_ROWS } from './limits.ts'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'
import type { StagedSummary, Warehouse } from './warehouse/index.ts'

/** Compares the model with what was committed, after what ended syncs have left is tidied up, and writes down what was found. */
export async function stageSync(edges: SyncEdges, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  if (!(await recordStaging(edges.db, sync.id))) return
  const { mapping, model, epoch } = sync.plan
  const warehouse = await openWarehouse(edges, sync)
  await foldEndedSyncs(edges, sync)
  await discardLeftovers(edges, warehouse, sync)
  await recordSyncGoesOn(edges.db, sync.id)

  const staged = await warehouse.stage({
    installationId: edges.installationId,
    mappingId: mapping.id,
    epoch,
    syncId: sync.id,
    modelId: model.id,
    model,
    // A baseline delivers nothing: every delta is remembered as if it had been.
    trigger: sync.trigger === 'baseline' ? [] : mapping.trigger,
    signal,
  })
  refuseUnlikelyDeletes(sync, staged)
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

function refuseUnlikelyDeletes({ plan }: SyncRecord, staged: StagedSummary): void {
  if (plan.allowDeletes === true) return
  const reason = checkDeletes(staged, {
    mapping: plan.mapping.id,
    model: plan.model.id,
    limitPercent: plan.mapping.maxDeletedPercent,
  })
  if (reason !== null) throw reason
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
