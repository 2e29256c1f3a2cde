import type { Delta, DeltaOrigin, Op, Row } from '../domain/index.ts'

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

/** The payload of a map job: one JSON array, the rows spliced in as the warehouse wrote them and parsed once, by the mapper. */
export function encodeDeltas(stagedAt: string, deltas: readonly RawDelta[]): Buffer {
  const tuples = deltas.map(({ seq, op, recordId, version, checksum, row, origin }) => {
    const end = origin === undefined ? '' : `,${JSON.stringify(origin)}`
    return `[${seq},"${op}",${JSON.stringify(recordId)},${version},"${checksum}",${row}${end}]`
  })
  return Buffer.from(`[${JSON.stringify(stagedAt)},[${tuples.join(',')}]]`)
}

/** What `encodeDeltas` wrote. */
export function decodeDeltas(payload: Buffer): {
  readonly stagedAt: string
  readonly deltas: readonly Delta[]
} {
  const [stagedAt, tuples] = JSON.parse(payload.toString('utf8')) as [string, DeltaTuple[]]
  return { stagedAt, deltas: tuples.map(parseTuple) }
}

function parseTuple([seq, op, recordId, version, checksum, row, origin]: DeltaTuple): Delta {
  const delta = { seq, op, recordId, version, checksum, row }
  return origin === undefined ? delta : { ...delta, origin }
}
