import type { EncodedEvents, SendPayload } from '@sluice/shared/queues'
import { createMapLetter, sealUsers, settleOwnChunk } from '@sluice/shared/settling'
import type { Database } from '@sluice/shared/store'
import type { NewDeadLetter } from '@sluice/shared/domain'
import type { ByteBox, SecretBox } from '@sluice/shared/secrets'
import type { CallsLeft } from './ask-for-calls.ts'
import type { DecidedOutcome } from './core/index.ts'

/**
 * Settles a job's chunk, with the dead letters of it and of the mapping before it in the same transaction: all is
 * written once, however often the job runs. Resolves to the number of events that died, or to null when the chunk had
 * been settled before; throws a `LeaseLost` when it is not the job's any more after `untilMs` (see `readLeaseEnd`).
 */
export async function settleChunk(
  deps: { readonly db: Database; readonly secrets: SecretBox & ByteBox },
  job: SendPayload,
  events: EncodedEvents,
  ends: readonly DecidedOutcome[],
  untilMs: number,
  left: CallsLeft | null,
): Promise<number | null> {
  const { invalid, skippedSeqs } = events.readLeftovers()
  const letters = createDeadLetters(job, events, ends)
  const dead = letters.length
  const isFirst = await settleOwnChunk(deps, {
    sync: job.sync,
    chunk: job.chunk,
    outcome: { skipped: job.skipped, invalid: job.invalid, delivered: ends.length - dead, dead },
    letters: [...invalid.map((head) => createMapLetter(job, head)), ...letters],
    skippedSeqs,
    usage: {
      destination: job.destination,
      users: sealUsers(
        deps.secrets,
        job.destination,
        events.lines,
        (index) => ends[index]?.kind === 'delivered' && left?.made.has(index) !== true,
      ),
      ...(left === null ? {} : { monthTo: left.month.to }),
    },
    untilMs,
  })
  return isFirst ? dead : null
}

function createDeadLetters(
  job: SendPayload,
  events: EncodedEvents,
  ends: readonly DecidedOutcome[],
): readonly NewDeadLetter[] {
  if (ends.every(({ kind }) => kind === 'delivered')) return []
  const heads = events.readHeads()
  return ends.flatMap((end, index) => {
    const head = heads[index]
    const line = events.lines[index]
    if (end.kind === 'delivered' || head === undefined || line === undefined) return []
    return {
      stage: 'send',
      code: end.code,
      reason: end.reason,
      mapping: job.mapping,
      sync: job.sync,
      chunk: job.chunk,
      deltaSeq: head.seq,
      recordId: head.recordId,
      op: head.op,
      version: head.version,
      payload: line.toString('utf8'),
    }
  })
}
