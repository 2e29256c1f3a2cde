import { createRowEvent, type Delta } from '@sluice/shared/domain'
import type { DeadLetterCode } from '@sluice/shared/errors'
import type { MappedEvent } from '@sluice/shared/queues'
import type { CompiledMapping } from './core/index.ts'

/** A delta that gave no event, with the reason; the reason holds no row value. */
export interface InvalidDelta {
  readonly delta: Delta
  readonly code: DeadLetterCode
  readonly reason: string
}

/** What a chunk of deltas became, in their order: events + skipped + invalid = deltas. */
export interface MappedChunk {
  readonly events: readonly MappedEvent[]
  readonly skipped: number
  readonly invalid: readonly InvalidDelta[]
}

/** Maps every delta of a chunk. */
export function mapChunk(
  mapping: CompiledMapping,
  createMessageId: (delta: Delta) => string,
  deltas: readonly Delta[],
  stagedAt: string,
): MappedChunk {
  const events: MappedEvent[] = []
  const invalid: InvalidDelta[] = []
  let skipped = 0
  for (const delta of deltas) {
    const result = mapping.map(createRowEvent(delta, createMessageId(delta), stagedAt))
    switch (result.outcome) {
      case 'event': {
        const { seq, op, recordId, version } = delta
        events.push({ seq, op, recordId, version, json: result.json })
        break
      }
      case 'skipped':
        skipped += 1
        break
      case 'invalid':
        invalid.push({ delta, code: result.code, reason: result.reason })
        break
      default:
        result satisfies never
    }
  }
  return { events, skipped, invalid }
}
