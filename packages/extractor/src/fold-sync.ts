import { SluiceError } from '@sluice/shared/errors'
import { Deferral, Refusal, SEND_QUEUE, readGoneOut } from '@sluice/shared/queues'
import {
  closeOpenChunks,
  hasSource,
  listDeadSeqs,
  listOpenChunks,
  listSettledRanges,
  listUntidySyncs,
  readMemory,
  recordFolded,
  recordGoneOut,
  recordMemory,
  reopenTakenLetters,
  type Chunk,
  type SyncRecord,
  type UntidySync,
} from '@sluice/shared/store'
import { POSTS_DELAY_MS } from './limits.ts'
import { readKeptBackPages } from './read-kept-back-pages.ts'
import { readManifestRows } from './read-manifest-rows.ts'
import type { SyncEdges } from './sync-edges.ts'
import type { CommitRequest, MemoryMark } from '@sluice/warehouse/port'
import { readWantedMemory } from './wanted-memory.ts'

/**
 * Tidies up after the mapping's syncs that failed or were canceled, so that its next one knows what was delivered. What one has left
 * in another warehouse, before the model moved, is nothing to wait for: the sweep tidies that up.
 */
export async function foldEndedSyncs(edges: SyncEdges, sync: SyncRecord): Promise<void> {
  const { order } = await readWantedMemory(edges.db, sync)
  for (const ended of await listUntidySyncs(edges.db, sync.mapping)) {
    if (ended.trigger === 'requeue' || ended.source === sync.plan.model.source)
      await foldEndedSync(edges, ended, { takesAnyMemory: order !== null })
  }
}

/**
 * Remembers what a sync had delivered before it failed or was canceled, so that the next one sends the rest, and gives
 * what has changed since a version of its own; opens again the letters that a requeue did not bring to an end. Waits
 * for posts that are still under way: they must not arrive after those of the next sync. A sender that has put a job
 * off, or has died at it, is not waited for: it cannot post any more, and what it had kept is read here. A memory that
 * is older than it should be is refused, unless what is remembered will be forgotten, or replaced, by whoever comes next.
 */
export async function foldEndedSync(
  edges: SyncEdges,
  ended: UntidySync,
  { takesAnyMemory }: { readonly takesAnyMemory: boolean } = { takesAnyMemory: false },
): Promise<void> {
  const open = await listOpenChunks(edges.db, ended.id, 0)
  for (const { sync, seq } of open) {
    if (await edges.send.isHeld(SEND_QUEUE.jobId({ sync, chunk: seq })))
      throw new Deferral(POSTS_DELAY_MS, `sync ${sync} is still posting`)
  }
  for (const { sync, seq } of open) await writeDownGoneOut(edges, SEND_QUEUE.jobId({ sync, chunk: seq }))
  if (ended.trigger === 'requeue') {
    await reopenTakenLetters(edges.db, ended.id)
    return recordFolded(edges.db, ended.id)
  }
  // Its source is not in the config: should it come back, what is known must still be there.
  if (!(await hasSource(edges.db, ended.source))) return
  await closeOpenChunks(edges.db, ended.id)
  const { source, generation } = await readMemory(edges.db, ended.mapping)
  const isCurrent = source === null || source === ended.source
  const known = await remember(edges, ended, open, {
    ...(isCurrent ? { generation, takesOlder: takesAnyMemory } : {}),
    isCurrent,
  })
  await edges.db.transaction(async (tx) => {
    await recordFolded(tx, ended.id)
    if (!isCurrent) return
    await recordMemory(tx, { mapping: ended.mapping, source: ended.source, ...known })
  })
}

/** What of a chunk had gone out by the runs of its job, which may come back too late to say so itself, or never. */
async function writeDownGoneOut({ db, send, payloads }: SyncEdges, jobId: string): Promise<void> {
  const job = await send.readPayload(jobId)
  if (job === null) return
  const seqs = await readGoneOut(payloads, job).catch((error: unknown) => {
    // What nobody can read is in doubt, and sent again under the same ids.
    if (error instanceof Refusal || (error instanceof SluiceError && error.code === 'payload_sealed'))
      return []
    throw error
  })
  if (seqs.length > 0) await recordGoneOut(db, job, seqs)
}

/** Folds what has settled; an open chunk may have been posted by a worker that died before it could settle it. */
async function remember(
  edges: SyncEdges,
  { id, mapping, source, epoch }: UntidySync,
  doubtful: readonly Chunk[],
  expected: Pick<CommitRequest, 'generation' | 'takesOlder' | 'isCurrent'>,
): Promise<MemoryMark> {
  const owner = { installationId: edges.installationId, mappingId: mapping, syncId: id }
  const warehouse = await edges.warehouses.open(source)
  try {
    return await warehouse.commit({
      ...owner,
      ...expected,
      only: await listSettledRanges(edges.db, id),
      doubtful,
      dead: await listDeadSeqs(edges.db, id),
      keptBack: readKeptBackPages(edges.db, id),
    })
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'staged_rows_lost') throw error
    // Gone with a crash of the warehouse, or dropped: what was written down of its chunks must do.
    return warehouse.remember({ ...owner, ...expected, epoch, rows: readManifestRows(edges, id) })
  }
}
