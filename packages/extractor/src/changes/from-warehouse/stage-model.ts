import { isRunning } from '@sluice/shared/domain'
import {
  adoptEpoch,
  readSync,
  recordDeadLetters,
  recordKnownEpoch,
  recordSyncGoesOn,
  recordStaged,
  type SyncRecord,
} from '@sluice/shared/store'
import { SluiceError } from '@sluice/shared/errors'
import { checkDeletes, describeSelection } from '../../core/index.ts'
import { PAGE_LIMIT_ROWS } from '../../limits.ts'
import { listColumnsRead } from './list-columns-read.ts'
import { openWarehouse, type SyncEdges } from '../../sync-edges.ts'
import type { StagedSummary, StageResult, Warehouse, WantedMemory } from '@sluice/warehouse/port'
import { readWantedMemory } from './wanted-memory.ts'

/** Compares the model with what was committed, and writes down what was found. */
export async function stageModel(edges: SyncEdges, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const { mapping, model } = sync.plan
  const warehouse = await openWarehouse(edges, sync)
  await discardLeftovers(edges, warehouse, sync)
  await recordSyncGoesOn(edges.db, sync.id)

  const memory = await readWantedMemory(edges.db, sync)
  const staged = await warehouse.stage({
    installationId: edges.installationId,
    mappingId: mapping.id,
    memory,
    syncId: sync.id,
    modelId: model.id,
    model,
    // A baseline delivers nothing: every delta is remembered as if it had been.
    trigger: sync.trigger === 'baseline' ? [] : mapping.trigger,
    selection: describeSelection(mapping),
    listColumnsRead: async () => (sync.plan.allowMissingColumns === true ? [] : listColumnsRead(mapping)),
    signal,
  })
  refuseUnlikelyDeletes(sync, staged)
  // Letters first: once the sync delivers, nobody looks for unidentified rows again.
  await recordUnidentifiedRows(edges, sync)
  if (await recordStagedWithMemory(edges, sync, memory.order, staged)) {
    const { added, updated, deleted, skipped, invalid } = staged
    edges.log.info(
      { sync: sync.id, mapping: mapping.id, added, updated, deleted, skipped, invalid },
      'sync staged',
    )
  }
}

/** The epoch of the memory is that of the sync, and of its messageIds, from now on. */
async function recordStagedWithMemory(
  { db }: SyncEdges,
  { id, mapping, plan, trigger }: SyncRecord,
  order: WantedMemory['order'],
  staged: StageResult,
): Promise<boolean> {
  const isOvertaken = order === 'reset' && staged.epoch > plan.epoch
  const isStaged = await db.transaction(async (tx) => {
    if (!isOvertaken && !(await recordStaged(tx, id, staged))) return false
    if (staged.epoch !== plan.epoch) await adoptEpoch(tx, { id, plan }, staged.epoch)
    // What a baseline takes as sent is taken so when it is committed; what it has forgotten is forgotten.
    if (trigger !== 'baseline' || order === 'reset') await recordKnownEpoch(tx, mapping, staged.epoch)
    return true
  })
  if (!isOvertaken) return isStaged
  throw new SluiceError(
    'warehouse_state_foreign',
    `mapping ${mapping} was reset in the warehouse in epoch ${staged.epoch}, which is later than this reset (${plan.epoch}): ` +
      `a clock was wrong, or the control database was restored; nothing was sent; another reset sends every row anew`,
    { subject: { kind: 'mapping', id: mapping } },
  )
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
  const warehouse = await openWarehouse(edges, sync)
  for await (const rows of warehouse.readInvalid(sync.id, { afterSeq: 0, limit: PAGE_LIMIT_ROWS })) {
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
  }
}
