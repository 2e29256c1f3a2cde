import { createRowEvent, type Delta } from '@sluice/shared/domain'
import {
  encodeLetterDelta,
  parseDelta,
  readRawDelta,
  type InvalidHead,
  type Leftovers,
  type MappedEvent,
} from '@sluice/shared/queues'
import type { CompiledMapping, MapResult } from '../core/index.ts'

/** What a chunk of deltas became, in their order: events + skipped + invalid = deltas. */
export interface MappedChunk extends Leftovers {
  readonly events: number
  readonly skipped: number
}

/**
 * Maps every delta of a chunk and hands on each event as it is made; a requeued delta
 * keeps the time at which it was staged first. What cannot be read or mapped is kept as
 * the text that it came in: writing it anew could fail as reading it did. `columns` are those that rows were staged
 * with, absent for all.
 */
export function mapChunk(
  mapping: CompiledMapping,
  createMessageId: (delta: Delta) => string,
  texts: Iterable<string>,
  stagedAt: string,
  handOn: (event: MappedEvent) => void,
  columns?: readonly string[],
): MappedChunk {
  let events = 0
  const invalid: InvalidHead[] = []
  const skippedSeqs: number[] = []
  let skipped = 0
  for (const text of texts) {
    const delta = tryParse(text)
    const { seq, op, recordId, version, origin } = delta ?? readRawDelta(text)
    const at = origin?.stagedAt ?? stagedAt
    const result =
      delta === null ? UNREADABLE : mapping.map(createRowEvent(delta, createMessageId(delta), at))
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
        const { checksum, row } = readRawDelta(text)
        const staged = columns === undefined ? { stagedAt: at } : { stagedAt: at, columns }
        const kept = encodeLetterDelta({ ...staged, op, recordId, version, checksum, row })
        invalid.push({ seq, op, recordId, version, code, reason, delta: kept })
        break
      }
      default:
        result satisfies never
    }
  }
  return { events, skipped, skippedSeqs, invalid }
}

const UNREADABLE: MapResult = {
  outcome: 'invalid',
  code: 'mapping_failed',
  path: [],
  reason: 'the row is no JSON that can be read',
}

function tryParse(text: string): Delta | null {
  try {
    return parseDelta(text)
  } catch {
    return null
  }
}
