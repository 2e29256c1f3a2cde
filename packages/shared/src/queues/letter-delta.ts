import type { RawDelta } from './chunk-payload.ts'

/**
 * What a dead letter keeps of a delta that gave no event: all that mapping it again
 * takes. Its place in a sync is another then.
 */
export interface LetterDelta extends Pick<RawDelta, 'op' | 'recordId' | 'version' | 'checksum' | 'row'> {
  readonly stagedAt: string
  /** The columns that the mapping read when the row was staged, with no others; absent for a row that is whole. */
  readonly columns?: readonly string[]
}

// The row comes last, and no other name or text before it can hold these letters: a quote in a text is escaped.
const BEFORE_ROW = ',"row":'

/** The payload of such a letter, JSON text; the row stands in it as the warehouse wrote it, however deeply it nests. */
export function encodeLetterDelta({ row, ...rest }: LetterDelta): string {
  const head = JSON.stringify(rest)
  return `${head.slice(0, -1)}${BEFORE_ROW}${row}}`
}

/** What `encodeLetterDelta` wrote. */
export function decodeLetterDelta(payload: string): LetterDelta {
  const end = payload.indexOf(BEFORE_ROW)
  const head = JSON.parse(`${payload.slice(0, end)}}`) as Omit<LetterDelta, 'row'>
  return { ...head, row: payload.slice(end + BEFORE_ROW.length, -1) }
}
