import type { Delta, DeltaOrigin, Op, Row } from '../domain/index.ts'
import { parseExact } from './parse-exact.ts'
import { createTextBuffer } from './text-buffer.ts'

/** A delta whose row is still the JSON text that the warehouse wrote. */
export interface RawDelta extends Omit<Delta, 'row'> {
  readonly row: string
}

type DeltaTuple = [
  seq: number,
  op: Op,
  recordId: string,
  version: number,
  checksum: string,
  row: Row,
  origin?: DeltaOrigin,
]

type HeadTuple = [seq: number, op: Op, recordId: string, version: number, checksum: string]

// RFC 7464's separator of JSON texts: the only control characters that JSON text may hold unescaped are white space.
const SEPARATOR = '\u001e'
const SEPARATOR_BYTE = 0x1e

// What a delta takes beside its row, mostly.
const HEAD_BYTES = 160

/**
 * The payload of a map job: JSON texts, the rows spliced in as the warehouse wrote them and parsed once, by the mapper.
 */
export function encodeDeltas(stagedAt: string, deltas: readonly RawDelta[]): Buffer {
  const expectedBytes = deltas.reduce((sum, { row }) => sum + row.length + HEAD_BYTES, HEAD_BYTES)
  const text = createTextBuffer(expectedBytes)
  // What ends a delta is written with what begins the next: each piece is a call of its own.
  let end = JSON.stringify(stagedAt)
  for (const { seq, op, recordId, version, checksum, row, origin } of deltas) {
    text.write(`${end}${SEPARATOR}[${seq},"${op}",${JSON.stringify(recordId)},${version},"${checksum}",`)
    text.write(row)
    end = origin === undefined ? ']' : `,${JSON.stringify(origin)}]`
  }
  text.write(end)
  return text.finish()
}

/**
 * What `encodeDeltas` wrote: the text of each delta when its turn comes, so that the
 * garbage of one row is gone before the next.
 */
export function decodeDeltas(payload: Buffer): {
  readonly stagedAt: string
  /** For `parseDelta`, or `readRawDelta` when that throws. */
  readonly texts: Iterable<string>
} {
  const texts = splitTexts(payload)
  const first = texts.next()
  return { stagedAt: JSON.parse(first.value ?? '""') as string, texts }
}

/** The delta of a text, its numbers exact; throws for a row that is no JSON. */
export function parseDelta(text: string): Delta {
  const [seq, op, recordId, version, checksum, row, origin] = parseExact(text) as DeltaTuple
  const delta = { seq, op, recordId, version, checksum, row }
  return origin === undefined ? delta : { ...delta, origin }
}

const HEAD = /^\[\d+,"\w+","[^"\\]*(?:\\.[^"\\]*)*",\d+,"[0-9a-f]*",/s

// No row ends like this: it is one object, and a name would have to stand where this one opens.
const ORIGIN = /,(\{"epoch":\d+,"stagedAt":"[^"]*"\})\]$/

/** The delta of a text with its row as the warehouse wrote it, letter by letter, whatever it holds. */
export function readRawDelta(text: string): RawDelta {
  const [head = ''] = HEAD.exec(text) ?? []
  const [tail = ']', originText] = ORIGIN.exec(text.slice(-ORIGIN_LIMIT_CHARACTERS)) ?? []
  const [seq, op, recordId, version, checksum] = JSON.parse(`${head.slice(0, -1)}]`) as HeadTuple
  const delta = { seq, op, recordId, version, checksum, row: text.slice(head.length, -tail.length) }
  return originText === undefined ? delta : { ...delta, origin: JSON.parse(originText) as DeltaOrigin }
}

// An epoch and an instant are short.
const ORIGIN_LIMIT_CHARACTERS = 200

function* splitTexts(payload: Buffer): Generator<string, undefined> {
  let start = 0
  for (;;) {
    const end = payload.indexOf(SEPARATOR_BYTE, start)
    yield payload.toString('utf8', start, end === -1 ? payload.length : end)
    if (end === -1) return undefined
    start = end + 1
  }
}
