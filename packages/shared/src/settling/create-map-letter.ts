import type { NewDeadLetter } from '../domain/index.ts'
import type { ChunkName, InvalidHead } from '../queues/index.ts'

/** The dead letter of a delta that gave no event. */
export function createMapLetter(
  job: ChunkName & { readonly mapping: string },
  { seq, op, recordId, version, code, reason, delta }: InvalidHead,
): NewDeadLetter {
  return {
    stage: 'map',
    code,
    reason,
    mapping: job.mapping,
    sync: job.sync,
    chunk: job.chunk,
    deltaSeq: seq,
    recordId,
    op,
    version,
    payload: delta,
  }
}
