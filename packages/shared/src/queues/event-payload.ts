import type { Op } from '../domain/index.ts'

/** The delta that an event was made of: what a dead letter of the event must tell. */
export interface EventHead {
  readonly seq: number
  readonly op: Op
  readonly recordId: string
  readonly version: number
}

/** An event as the mapper hands it on: serialised once. */
export interface MappedEvent extends EventHead {
  readonly json: string
}

type HeadTuple = [seq: number, op: Op, recordId: string, version: number]

const NEWLINE = 0x0a

/** The payload of a send job: a line of heads, then one line per event (JSON text never holds a raw line break). */
export function encodeEvents(events: readonly MappedEvent[]): Buffer {
  const heads: HeadTuple[] = events.map(({ seq, op, recordId, version }) => [seq, op, recordId, version])
  return Buffer.from([JSON.stringify(heads), ...events.map(({ json }) => json)].join('\n'))
}

/** Events as the sender sees them: bytes to be spliced into a batch, and heads that are parsed only when one is refused. */
export interface EncodedEvents {
  readonly lines: readonly Buffer[]
  readHeads(): readonly EventHead[]
}

/** What `encodeEvents` wrote; the lines share the payload's memory. */
export function decodeEvents(payload: Buffer): EncodedEvents {
  const parts: Buffer[] = []
  let start = 0
  for (let end = payload.indexOf(NEWLINE); end !== -1; end = payload.indexOf(NEWLINE, start)) {
    parts.push(payload.subarray(start, end))
    start = end + 1
  }
  parts.push(payload.subarray(start))
  const [heads = Buffer.from('[]'), ...lines] = parts
  return {
    lines,
    readHeads: () =>
      (JSON.parse(heads.toString('utf8')) as HeadTuple[]).map(([seq, op, recordId, version]) => ({
        seq,
        op,
        recordId,
        version,
      })),
  }
}
