import { isRunning } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import {
  Deferral,
  EXTRACT_QUEUE,
  SEND_QUEUE,
  type ExtractPayload,
  type MapPayload,
  type Payloads,
  type SendPayload,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Logger } from '@sluice/shared/runtime'
import {
  finishSync,
  isChunkOpen,
  isSyncSettled,
  listOpenChunks,
  listSettledRanges,
  listUnfoldedSyncs,
  readLastChunk,
  readSync,
  recordChunk,
  recordCommitting,
  recordDeadLetters,
  recordFolded,
  recordStaged,
  recordStaging,
  recordStreamed,
  type Database,
  type SecretBox,
  type SyncRecord,
} from '@sluice/shared/store'
import type { BackPressure } from './back-pressure.ts'
import { createChunkCutter } from './core/index.ts'
import { describeLoss, enqueueChunk, restoreChunk } from './enqueue-chunk.ts'
import { PAGE_LIMIT_ROWS, POSTS_DELAY_MS } from './limits.ts'
import type { StagedRow, Warehouse } from './warehouse/index.ts'
import type { Warehouses } from './warehouses.ts'

/** What taking a sync forward needs. */
export interface SyncEdges {
  readonly log: Logger
  readonly db: Database
  readonly secrets: SecretBox
  readonly installationId: string
  readonly warehouses: Warehouses
  readonly payloads: Payloads
  readonly map: TypedQueue<MapPayload>
  readonly send: TypedQueue<SendPayload>
  readonly extract: TypedQueue<ExtractPayload>
  readonly backPressure: BackPressure
}

/**
 * Takes a sync as far as it will go: stages what is not staged, streams what is not streamed, commits what has settled.
 * It may be killed at any await and be called again, by the queue or by the sweep: every step first looks at what is written down.
 */
export async function runSync(edges: SyncEdges, syncId: string, signal: AbortSignal): Promise<void> {
  let sync = await readSync(edges.db, syncId)
  if (sync === null) return
  if (sync.status === 'queued' || sync.status === 'staging') {
    await stage(edges, sync)
    sync = await readSync(edges.db, syncId)
  }
  if (sync?.status === 'delivering' && sync.streamedAt === null) await stream(edges, sync, signal)
  await commitIfSettled(edges, syncId)
}

/** Folds a sync whose every chunk has settled into what the warehouse remembers, and ends it. */
export async function commitIfSettled(edges: SyncEdges, syncId: string): Promise<void> {
  if (!(await isSyncSettled(edges.db, syncId)) || !(await recordCommitting(edges.db, syncId))) return
  const sync = await readSync(edges.db, syncId)
  if (sync === null) return
  const warehouse = await openWarehouse(edges, sync)
  await warehouse.commit({ installationId: edges.installationId, mappingId: sync.mapping, syncId })
  if (await finishSync(edges.db, syncId)) {
    const { mapping, extracted, skipped, invalid, delivered, dead } = sync
    edges.log.info({ sync: syncId, mapping, extracted, skipped, invalid, delivered, dead }, 'sync finished')
  }
}

async function stage(edges: SyncEdges, sync: SyncRecord): Promise<void> {
  if (!(await recordStaging(edges.db, sync.id))) return
  const { mapping, model } = sync.plan
  const warehouse = await openWarehouse(edges, sync)
  await foldFailedSyncs(edges, warehouse, sync)
  await discardLeftovers(edges, warehouse, sync)

  const staged = await warehouse.stage({
    installationId: edges.installationId,
    mappingId: mapping.id,
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

async function stream(edges: SyncEdges, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const last = await readLastChunk(edges.db, sync.id)
  // The crash may have come between writing the last chunk down and enqueuing it.
  if (last !== null && (await isChunkOpen(edges.db, sync.id, last.seq)))
    await restoreChunk(edges, await openWarehouse(edges, sync), sync, last)

  const cutter = createChunkCutter<StagedRow>()
  let seq = last?.seq ?? 0
  const send = async (rows: readonly StagedRow[]): Promise<boolean> => {
    const [first] = rows
    const end = rows.at(-1)
    if (first === undefined || end === undefined) return true
    seq += 1
    const chunk = { sync: sync.id, seq, fromSeq: first.seq, toSeq: end.seq, rows: rows.length }
    await edges.backPressure.waitForRoom(sync.id, signal)
    // Somebody has ended the sync meanwhile: nobody wants the rest.
    if (!(await recordChunk(edges.db, chunk))) return false
    await enqueueChunk(edges, sync, chunk, rows)
    return true
  }

  for await (const page of readPages(edges, sync, last?.toSeq ?? 0)) {
    for (const rows of cutter.push(page)) {
      if (!(await send(rows))) return
    }
  }
  if (await send(cutter.flush())) await recordStreamed(edges.db, sync.id)
}

/** Pages of staged rows from `afterSeq` to the last; the next one is read while the current one is cut. */
async function* readPages(
  edges: SyncEdges,
  sync: SyncRecord,
  afterSeq: number,
): AsyncGenerator<readonly StagedRow[]> {
  const lastSeq = sync.lastSeq ?? 0
  const read = async (from: number): Promise<readonly StagedRow[]> =>
    (await openWarehouse(edges, sync)).readStaged(sync.id, {
      afterSeq: from,
      toSeq: lastSeq,
      limit: PAGE_LIMIT_ROWS,
    })

  let position = afterSeq
  let reading = position < lastSeq ? read(position) : null
  while (reading !== null) {
    const page = await reading
    // Rows to deliver stand at 1, 2, 3, …: a gap means that some are gone.
    const end = page.at(-1)
    if (end === undefined || end.seq !== position + page.length)
      throw describeLoss(sync, position + page.length + 1)
    position = end.seq
    reading = position < lastSeq ? read(position) : null
    // A failure of the read ahead is met when its page is asked for.
    reading?.catch(() => {})
    yield page
  }
}

/** Asked for anew at each step: the source's connection may have changed since the last. */
function openWarehouse(edges: SyncEdges, sync: SyncRecord): Promise<Warehouse> {
  return edges.warehouses.open(sync.plan.model.source)
}

/** True when an error means that a sync cannot go on, whatever is tried. */
export function isFatal(error: unknown): error is SluiceError {
  return error instanceof SluiceError && error.kind === 'misconfigured'
}

/** The job that commits a sync. */
export function describeCommit(sync: string): ExtractPayload {
  return EXTRACT_QUEUE.payload.parse({ sync, step: 'commit' })
}
