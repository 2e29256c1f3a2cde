import { createRowEvent, type Delta } from '@sluice/shared/domain'
import type { InvalidHead, Leftovers, MappedEvent } from '@sluice/shared/queues'
import type { CompiledMapping } from './core/index.ts'

/** What a chunk of deltas became, in their order: events + skipped + invalid = deltas. */
export interface MappedChunk extends Leftovers {
  readonly events: number
  readonly skipped: number
}

/** Maps every delta of a chunk and hands on each event as it is made; a requeued delta keeps the time at which it was staged first. */
export function mapChunk(
  mapping: CompiledMapping,
  createMessageId: (delta: Delta) => string,
  deltas: Iterable<Delta>,
  stagedAt: string,
  handOn: (event: MappedEvent) => void,
): MappedChunk {
  let events = 0
  const invalid: InvalidHead[] = []
  const skippedSeqs: number[] = []
  let skipped = 0
  for (const delta of deltas) {
    const { seq, op, recordId, version, checksum, row, origin } = delta
    const at = origin?.stagedAt ?? stagedAt
    const result = mapping.map(createRowEvent(delta, createMessageId(delta), at))
    switch (result.outcome) {
      case 'event':
        events += 1
        handOn({ seq, op, recordId, version, json: result.json })
        break
      case 'skipped':
        skipped += 1
        skippedSeqs.push(seq)
        break
      case 'invalid': {
        const { code, reason } = result
        // What mapping it again takes: its place in a sync is another then.
        const kept = JSON.stringify({ stagedAt: at, op, recordId, version, checksum, row })
        invalid.push({ seq, op, recordId, version, code, reason, delta: kept })
        break
      }
      default:
        result satisfies never
    }
  }
  return { events, skipped, skippedSeqs, invalid }
}
