import { SluiceError } from '@sluice/shared/errors'
import { Deferral, SEND_QUEUE } from '@sluice/shared/queues'
import {
  listDeadSeqs,
  listOpenChunks,
  listSettledRanges,
  listUntidySyncs,
  recordFolded,
  reopenTakenLetters,
  type Chunk,
  type SyncRecord,
  type UntidySync,
} from '@sluice/shared/store'
import { POSTS_DELAY_MS } from './limits.ts'
import type { SyncEdges } from './sync-edges.ts'

/**
 * Tidies up after the mapping's syncs that failed or were canceled, so that its next one knows what was delivered. What one has left
 * in another warehouse, before the model moved, is nothing to wait for: the sweep tidies that up.
 */
export async function foldEndedSyncs(edges: SyncEdges, { mapping, plan }: SyncRecord): Promise<void> {
  for (const ended of await listUntidySyncs(edges.db, mapping)) {
    if (ended.trigger === 'requeue' || ended.source === plan.model.source) await foldEndedSync(edges, ended)
  }
}

/**
 * Remembers what a sync had delivered before it failed or was canceled, so that the next one sends the rest, and gives what has
 * changed since a version of its own; opens again the letters that a requeue did not bring to an end. Waits for posts that are still
 * under way: they must not arrive after those of the next sync.
 */
export async function foldEndedSync(edges: SyncEdges, ended: UntidySync): Promise<void> {
  const open = await listOpenChunks(edges.db, ended.id, 0)
  for (const chunk of open) {
    const { state } = await edges.send.readState(SEND_QUEUE.jobId({ sync: ended.id, chunk: chunk.seq }))
    if (state === 'active')
      throw new Deferral(Date.now() + POSTS_DELAY_MS, `sync ${ended.id} is still posting`)
  }
  if (ended.trigger === 'requeue') await reopenTakenLetters(edges.db, ended.id)
  else await commitDelivered(edges, ended, open)
  await recordFolded(edges.db, ended.id)
}

/** An open chunk may have been posted by a worker that died before it could settle it. */
async function commitDelivered(
  edges: SyncEdges,
  { id, mapping, source }: UntidySync,
  doubtful: readonly Chunk[],
): Promise<void> {
  const only = await listSettledRanges(edges.db, id)
  const dead = await listDeadSeqs(edges.db, id)
  const { installationId } = edges
  try {
    const warehouse = await edges.warehouses.open(source)
    await warehouse.commit({ installationId, mappingId: mapping, syncId: id, only, doubtful, dead })
  } catch (error) {
    if (!(error instanceof SluiceError) || !FORGOTTEN.has(error.code)) throw error
  }
}

// Gone with a crash of the warehouse, or with its source: what was delivered is sent again, under the same messageIds.
const FORGOTTEN: ReadonlySet<string> = new Set(['staged_rows_lost', 'source_unknown'])
