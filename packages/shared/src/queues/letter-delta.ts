import type { Delta } from '../domain/index.ts'
import type { RawDelta } from './chunk-payload.ts'

/**
 * What a dead letter keeps of a delta that gave no event: all that mapping it again
 * takes. Its place in a sync is another then.
 */
export interface LetterDelta extends Pick<RawDelta, 'op' | 'recordId' | 'version' | 'checksum' | 'row'> {
  readonly stagedAt: string
}

// The row comes last, and no other name or text before it can hold these letters: a quote in a text is escaped.
const BEFORE_ROW = ',"row":'

/** The payload of such a letter, JSON text; the row stands in it as the warehouse wrote it, however deeply it nests. */
export function encodeLetterDelta({ stagedAt, op, recordId, version, checksum, row }: LetterDelta): string {
  const head = JSON.stringify({ stagedAt, op, recordId, version, checksum })
  return `${head.slice(0, -1)}${BEFORE_ROW}${row}}`
}

/** What `encodeLetterDelta` wrote. */
export function decodeLetterDelta(payload: string): LetterDelta {
  const end = payload.indexOf(BEFORE_ROW)
  const head = JSON.parse(`${payload.slice(0, end)}}`) as Pick<
    Delta,
    'op' | 'recordId' | 'version' | 'checksum'
  > & {
    readonly stagedAt: string
  }
  return { ...head, row: payload.slice(end + BEFORE_ROW.length, -1) }
}
