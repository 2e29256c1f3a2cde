import { SluiceError } from '@sluice/shared/errors'
import { MAP_QUEUE, SEND_QUEUE } from '@sluice/shared/queues'
import { isChunkOpen, type Chunk, type SyncRecord } from '@sluice/shared/store'
import { restoreChunk } from './enqueue-chunk.ts'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Makes an open chunk again that neither the map nor the send queue knows any more; one
 * that is on its way is left alone. Throws when its job has failed for good.
 */
export async function putChunkBack(deps: SyncDeps, sync: SyncRecord, chunk: Chunk): Promise<void> {
  const name = { sync: sync.id, chunk: chunk.chunk }
  const states = await Promise.all([
    deps.map.readState(MAP_QUEUE.jobId(name)),
    deps.send.readState(SEND_QUEUE.jobId(name)),
  ])
  const failed = states.find(({ state }) => state === 'failed')
  if (failed !== undefined) {
    throw new SluiceError(
      'chunk_failed',
      `chunk ${chunk.chunk} of sync ${sync.id} failed again and again (${failed.failedReason ?? 'no reason kept'}): look under Failed on the board`,
    )
  }
  const isOnItsWay = states.some(({ state }) => state !== 'unknown' && state !== 'completed')
  if (isOnItsWay) return
  try {
    await restoreChunk(deps, sync, chunk)
  } catch (error) {
    // The chunk may have settled, and its sync have been committed, while we looked.
    if (!(await isChunkOpen(deps.db, sync.id, chunk.chunk))) return
    throw error
  }
  deps.log.info({ sync: sync.id, chunk: chunk.chunk }, 'chunk put back')
}
