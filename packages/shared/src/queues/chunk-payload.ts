import type { Delta, DeltaOrigin, Op, Row } from '../domain/index.ts'
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

// RFC 7464's separator of JSON texts: the only control characters that JSON text may hold unescaped are white space.
const SEPARATOR = '\u001e'
const SEPARATOR_BYTE = 0x1e

// What a delta takes beside its row, mostly.
const HEAD_BYTES = 160

/** The payload of a map job: JSON texts, the rows spliced in as the warehouse wrote them and parsed once, by the mapper. */
export function encodeDeltas(stagedAt: string, deltas: readonly RawDelta[]): Buffer {
  const expectedBytes = deltas.reduce((sum, { row }) => sum + row.length + HEAD_BYTES, HEAD_BYTES)
  const text = createTextBuffer(expectedBytes)
  text.write(JSON.stringify(stagedAt))
  for (const { seq, op, recordId, version, checksum, row, origin } of deltas) {
    text.write(`${SEPARATOR}[${seq},"${op}",${JSON.stringify(recordId)},${version},"${checksum}",`)
    text.write(row)
    text.write(origin === undefined ? ']' : `,${JSON.stringify(origin)}]`)
  }
  return text.finish()
}

/** What `encodeDeltas` wrote; each delta is parsed when its turn comes, so that the garbage of one row is gone before the next. */
export function decodeDeltas(payload: Buffer): {
  readonly stagedAt: string
  readonly deltas: Iterable<Delta>
} {
  const texts = splitTexts(payload)
  const first = texts.next()
  return { stagedAt: JSON.parse(first.value ?? '""') as string, deltas: parseDeltas(texts) }
}

function* parseDeltas(texts: Iterable<string>): Generator<Delta> {
  for (const text of texts) yield parseTuple(JSON.parse(text) as DeltaTuple)
}

function* splitTexts(payload: Buffer): Generator<string, undefined> {
  let start = 0
  for (;;) {
    const end = payload.indexOf(SEPARATOR_BYTE, start)
    yield payload.toString('utf8', start, end === -1 ? payload.length : end)
    if (end === -1) return undefined
    start = end + 1
  }
}

function parseTuple([seq, op, recordId, version, checksum, row, origin]: DeltaTuple): Delta {
  const delta = { seq, op, recordId, version, checksum, row }
  return origin === undefined ? delta : { ...delta, origin }
}
