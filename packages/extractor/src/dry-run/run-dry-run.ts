import { combineCeilings, type Budget } from '@sluice/sender/packing'
import type { Forecast } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import { readCeilings, recordForecast, recordStaging, type SyncRecord } from '@sluice/shared/store'
import type { StageResult } from '@sluice/warehouse/port'
import {
  compareModel,
  findChanges,
  findOvertaking,
  listGuards,
  readWantedMemory,
  type OutgoingPage,
} from '../changes/index.ts'
import { PAGE_LIMIT_ROWS } from '../limits.ts'
import { finalizeEndedSyncs } from '../sync/finalize-sync.ts'
import { watchCancel } from '../sync/watch-cancel.ts'
import { openWarehouse, type SyncDeps } from '../sync-deps.ts'
import { readKnownUsers } from '../usage/read-known-users.ts'
import { countPages } from './count-pages.ts'
import { createTally, type Tally } from './create-tally.ts'
import { dropStaged } from './drop-staged.ts'
import { findHeldCalls } from './find-held-calls.ts'

/**
 * Takes a dry run through everything that the sync would send, in this process, and writes down what there is. What it
 * stages is dropped in the end, and the memory of the mapping stays as it is. It may be killed at any await and be
 * called again: what is staged by then is taken as it is, and counted anew.
 */
export async function runDryRun(deps: SyncDeps, sync: SyncRecord, stopping: AbortSignal): Promise<void> {
  const watch = watchCancel(deps.db, sync.id, stopping)
  try {
    if (!(await recordStaging(deps.db, sync.id))) return
    // As the sync would: what an ended one has delivered counts.
    await finalizeEndedSyncs(deps, sync)
    const memory = await readWantedMemory(deps.db, sync)
    const staged = await compareModel(deps, sync, memory, watch.signal)
    const overtaking = findOvertaking(sync.mapping, sync.plan, memory.order, staged)
    if (overtaking !== null) throw overtaking
    const forecast = await forecastStaged(deps, sync, staged, watch.signal)
    if (await recordForecast(deps.db, sync.id, { stagedAt: staged.stagedAt, forecast }))
      tellForecast(deps, sync, forecast)
  } catch (error) {
    if (!watch.isCanceled()) throw error
  } finally {
    watch.stop()
  }
  await dropStaged(deps, sync)
}

async function forecastStaged(
  deps: SyncDeps,
  sync: SyncRecord,
  staged: StageResult,
  signal: AbortSignal,
): Promise<Forecast> {
  const ceilings = await readCeilings(deps.db, sync.plan.mapping.destination)
  const budget = combineCeilings([{ ...ceilings, enabled: true }])
  const tally = createTally()
  await countInvalidRows(deps, sync, tally.countInvalid, signal)
  await countEvents(deps, sync, staged, budget, tally, signal)
  const { added, updated, deleted, skipped } = staged
  const forecast = tally.finish({
    added,
    updated,
    deleted,
    skippedByTrigger: skipped,
    budget,
    guards: listGuards(sync, staged).map(({ code, message }) => ({ code, message })),
    knownUsers: await readKnownUsers(deps, sync.plan.mapping.destination),
  })
  const held = await findHeldCalls(deps.db, sync.plan.mapping.destination, forecast.apiCalls)
  return { ...forecast, held }
}

/** Counts what is sent; whoever wants the bodies gets them, and makes it wait. */
async function countEvents(
  deps: SyncDeps,
  sync: SyncRecord,
  { stagedAt, epoch, lastSeq }: StageResult,
  budget: Budget,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { plan } = sync
  const sender = { installationId: deps.installationId, version: VERSION }
  const bodies = plan.bodiesTo === undefined ? null : await deps.openBodies(plan.bodiesTo, signal)
  await countPages(
    readRows(deps, sync, lastSeq, signal),
    { plan: { ...plan, epoch }, sender, stagedAt, budget },
    tally,
    bodies === null ? undefined : (body) => bodies.write(body),
  )
  await bodies?.finish()
}

async function* readRows(
  deps: SyncDeps,
  sync: SyncRecord,
  toSeq: number,
  signal: AbortSignal,
): AsyncGenerator<OutgoingPage['rows'], void, undefined> {
  for await (const { rows } of findChanges(sync).readPages(deps, sync, { afterSeq: 0, toSeq })) {
    signal.throwIfAborted()
    yield rows
  }
}

async function countInvalidRows(
  deps: SyncDeps,
  sync: SyncRecord,
  count: (code: string, reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const warehouse = await openWarehouse(deps, sync)
  for await (const rows of warehouse.readInvalid(sync.id, { afterSeq: 0, limit: PAGE_LIMIT_ROWS })) {
    signal.throwIfAborted()
    for (const { code, reason } of rows) count(code, reason)
  }
}

function tellForecast({ log }: SyncDeps, { id, mapping }: SyncRecord, forecast: Forecast): void {
  const { apiCalls, requests, bytes, skippedByFilter } = forecast
  log.info({ sync: id, mapping, apiCalls, requests, bytes, skippedByFilter }, 'dry run finished')
}
