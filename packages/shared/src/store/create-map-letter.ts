import type { InvalidHead } from '../queues/index.ts'
import type { NewDeadLetter } from './dead-letters.ts'

/** The dead letter of a delta that gave no event. */
export function createMapLetter(
  job: { readonly sync: string; readonly mapping: string; readonly chunk: number },
  { seq, op, recordId, version, code, reason, delta }: InvalidHead,
): NewDeadLetter {
  return {
    stage: 'map',
    code,
    reason,
    mapping: job.mapping,
    sync: job.sync,
    chunkSeq: job.chunk,
    deltaSeq: seq,
    recordId,
    op,
    version,
    payload: delta,
  }
}
