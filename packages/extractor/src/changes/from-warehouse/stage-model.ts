import { isRunning, type SyncPlan } from '@sluice/shared/domain'
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
import { hashSelection, listColumnsRead, listComparedColumns } from '@sluice/mapper/core'
import { checkDeletes, checkUpdates } from '../../core/index.ts'
import { PAGE_LIMIT_ROWS } from '../../limits.ts'
import { openWarehouse, type SyncDeps } from '../../sync-deps.ts'
import type { StagedSummary, StageResult, Warehouse, WantedMemory } from '@sluice/warehouse/port'
import { readWantedMemory } from './wanted-memory.ts'

/** Compares the model with what was committed, and writes down what was found. */
export async function stageModel(deps: SyncDeps, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const { mapping } = sync.plan
  const memory = await readWantedMemory(deps.db, sync)
  const staged = await compareModel(deps, sync, memory, signal)
  const [guard] = listGuards(sync, staged)
  if (guard !== undefined) throw guard
  // Letters first: once the sync delivers, nobody looks for invalid rows again.
  await recordInvalidRows(deps, sync)
  if (await recordStagedWithMemory(deps, sync, memory.order, staged)) {
    const { added, updated, deleted, skipped, invalid } = staged
    deps.log.info(
      { sync: sync.id, mapping: mapping.id, added, updated, deleted, skipped, invalid },
      'sync staged',
    )
  }
}

/** Stages what differs between the model of a sync and the memory of its mapping. */
export async function compareModel(
  deps: SyncDeps,
  sync: SyncRecord,
  memory: WantedMemory,
  signal: AbortSignal,
): Promise<StageResult> {
  const { mapping, model } = sync.plan
  const warehouse = await openWarehouse(deps, sync)
  await discardLeftovers(deps, warehouse, sync)
  await recordSyncGoesOn(deps.db, sync.id)
  return warehouse.stage({
    installationId: deps.installationId,
    mappingId: mapping.id,
    memory,
    syncId: sync.id,
    modelId: model.id,
    model,
    // A baseline delivers nothing: every delta is remembered as if it had been.
    trigger: sync.origin === 'baseline' ? [] : mapping.trigger,
    selection: hashSelection(mapping),
    compared: listComparedColumns(mapping),
    listColumnsRead: async () => (sync.plan.allowMissingColumns === true ? [] : listColumnsRead(mapping)),
    keepsMemory: sync.origin === 'dry_run',
    signal,
  })
}

/** The epoch of the memory is that of the sync, and of its messageIds, from now on. */
async function recordStagedWithMemory(
  { db }: SyncDeps,
  { id, mapping, plan, origin }: SyncRecord,
  order: WantedMemory['order'],
  staged: StageResult,
): Promise<boolean> {
  const overtaken = findOvertaking(mapping, plan, order, staged)
  const isStaged = await db.transaction(async (tx) => {
    if (overtaken === null && !(await recordStaged(tx, id, staged))) return false
    if (staged.epoch !== plan.epoch) await adoptEpoch(tx, { id, plan }, staged.epoch)
    // What a baseline takes as sent is taken so when it is committed; what it has forgotten is forgotten.
    if (origin !== 'baseline' || order === 'reset') await recordKnownEpoch(tx, mapping, staged)
    return true
  })
  if (overtaken !== null) throw overtaken
  return isStaged
}

/** Why a reset that is carried out now is none any more; null when it is, or there is none. */
export function findOvertaking(
  mapping: string,
  plan: SyncPlan,
  order: WantedMemory['order'],
  staged: StageResult,
): SluiceError | null {
  if (order !== 'reset' || staged.epoch <= plan.epoch) return null
  return new SluiceError(
    'warehouse_state_foreign',
    `mapping ${mapping} was reset in the warehouse in epoch ${staged.epoch}, which is later than this reset (${plan.epoch}): ` +
      `a clock was wrong, or the control database was restored; nothing was sent; another reset sends every row anew`,
    { subject: { kind: 'mapping', id: mapping } },
  )
}

/** What stops a sync before anything is sent, given what it has staged. */
export function listGuards({ plan, origin }: SyncRecord, staged: StagedSummary): readonly SluiceError[] {
  const { mapping, model } = plan
  const of = { mapping: mapping.id, model: model.id }
  const deletes =
    plan.allowDeletes === true
      ? null
      : checkDeletes(staged, { ...of, limitPercent: mapping.maxDeletedPercent })
  // A baseline sends none.
  const updates =
    plan.allowUpdates === true || origin === 'baseline'
      ? null
      : checkUpdates(staged, { ...of, limitPercent: mapping.maxUpdatedPercent })
  return [deletes, updates].filter((reason) => reason !== null)
}

/** Drops what earlier syncs of the mapping staged and never committed: they have ended, or this one could not run. */
async function discardLeftovers(deps: SyncDeps, warehouse: Warehouse, sync: SyncRecord): Promise<void> {
  for (const staged of await warehouse.listStaged()) {
    const isLeftover =
      staged.installationId === deps.installationId &&
      staged.mappingId === sync.mapping &&
      staged.syncId !== sync.id
    const known = isLeftover ? await readSync(deps.db, staged.syncId) : null
    if (isLeftover && (known === null || !isRunning(known.status))) await warehouse.discard(staged.syncId)
  }
}

async function recordInvalidRows(deps: SyncDeps, sync: SyncRecord): Promise<void> {
  const warehouse = await openWarehouse(deps, sync)
  for await (const rows of warehouse.readInvalid(sync.id, { afterSeq: 0, limit: PAGE_LIMIT_ROWS })) {
    await recordDeadLetters(
      deps.db,
      deps.secrets,
      rows.map(({ seq, recordId, code, reason, version, row }) => ({
        stage: 'extract',
        code,
        reason,
        mapping: sync.mapping,
        sync: sync.id,
        chunk: null,
        deltaSeq: seq,
        recordId,
        op: 'invalid',
        version,
        payload: row,
      })),
    )
  }
}
