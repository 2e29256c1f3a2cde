import { SluiceError } from '@sluice/shared/errors'
import { Deferral, MAP_QUEUE, Refusal, SEND_QUEUE, readGoneOut } from '@sluice/shared/queues'
import {
  listOpenChunks,
  listUntidySyncs,
  recordGoneOut,
  type SyncRecord,
  type UntidySync,
} from '@sluice/shared/store'
import { sealUsers } from '@sluice/shared/settling'
import { findChanges, readWantedMemory, type FinalizeOrder } from '../changes/index.ts'
import { POSTS_DELAY_MS } from '../limits.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { traceEndedSync } from './trace-ended-sync.ts'

/** Tidies up after the mapping's syncs that failed or were canceled, so that its next one knows what was delivered. */
export async function finalizeEndedSyncs(deps: SyncDeps, sync: SyncRecord): Promise<void> {
  const { order } = await readWantedMemory(deps.db, sync)
  for (const ended of await listUntidySyncs(deps.db, sync.mapping)) {
    if (findChanges(ended).mustFinalizeBefore(ended, sync))
      await finalizeEndedSync(deps, ended, { takesAnyMemory: order !== null })
  }
}

/**
 * Remembers what a sync had delivered before it failed or was canceled, so that the next one sends the
 * rest, and gives what has changed since a version of its own; opens again the letters that a requeue
 * did not bring to an end. Waits for posts that are still under way: they must not arrive after those
 * of the next sync. A sender that has put a job off, or has died at it, is not waited for: it cannot
 * post any more, and what it had kept is read here. A memory that is older than it should be is
 * refused, unless what is remembered will be forgotten, or replaced, by whoever comes next.
 */
export async function finalizeEndedSync(
  deps: SyncDeps,
  ended: UntidySync,
  order: FinalizeOrder = { takesAnyMemory: false },
): Promise<void> {
  const open = await listOpenChunks(deps.db, ended.id, 0)
  for (const { sync, chunk } of open) {
    if (await deps.send.isHeld(SEND_QUEUE.jobId({ sync, chunk })))
      throw new Deferral(POSTS_DELAY_MS, `sync ${sync} is still posting`)
  }
  for (const { sync, chunk } of open) await writeDownGoneOut(deps, SEND_QUEUE.jobId({ sync, chunk }))
  await findChanges(ended).finalize(deps, ended, open, order)
  // A process that died between a payload and its job has left one that nobody comes for.
  for (const { sync, chunk } of open) {
    const name = { sync, chunk }
    await deps.payloads.remove(MAP_QUEUE.jobId(name), SEND_QUEUE.jobId(name))
  }
  // One that failed was told of when it did; who cancels one has no traces.
  await traceEndedSync(deps, ended.id, 'canceled')
}

/** What of a chunk had gone out by the runs of its job, which may come back too late to say so itself, or never. */
async function writeDownGoneOut({ db, secrets, send, payloads }: SyncDeps, jobId: string): Promise<void> {
  const job = await send.readPayload(jobId)
  if (job === null) return
  const { seqs, lines } = await readGoneOut(payloads, job).catch((error: unknown) => {
    // What nobody can read is in doubt, and sent again under the same ids.
    if (error instanceof Refusal || (error instanceof SluiceError && error.code === 'payload_sealed'))
      return { seqs: [], lines: [] }
    throw error
  })
  if (seqs.length === 0) return
  const { destination } = job
  await recordGoneOut(db, job, seqs, { destination, users: sealUsers(secrets, destination, lines) })
}
