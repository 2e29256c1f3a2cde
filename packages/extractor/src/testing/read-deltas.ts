import type { Delta } from '@sluice/shared/domain'
import {
  MAP_QUEUE,
  decodeDeltas,
  createPayloadOwner,
  parseDelta,
  type ChunkName,
  type MapPayload,
} from '@sluice/shared/queues'
import type { SyncDeps } from '../sync-deps.ts'

/** What a mapper would be given of a chunk; null when it is not on its way to one. */
export async function readDeltas(deps: SyncDeps, chunk: ChunkName): Promise<readonly Delta[] | null> {
  const job = await deps.map.raw.getJob(MAP_QUEUE.jobId(chunk))
  if (job === undefined) return null
  const payload = await deps.payloads.get(createPayloadOwner(MAP_QUEUE, job.data as MapPayload))
  return payload === null ? null : Array.from(decodeDeltas(payload).texts, parseDelta)
}
