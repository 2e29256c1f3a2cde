import type { Op } from '../domain/index.ts'
import type { DeadLetterCode } from '../errors/index.ts'

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

/** A delta that gave no event: a dead letter in the making, written down when its chunk is settled. `delta` is JSON text. */
export interface InvalidHead extends EventHead {
  readonly code: DeadLetterCode
  readonly reason: string
  readonly delta: string
}

/** What of a chunk ended before sending and is still to be written down. */
export interface Leftovers {
  readonly invalid: readonly InvalidHead[]
  /** Requeued deltas that the filter leaves out; those of an ordinary sync are only counted. */
  readonly skippedSeqs: readonly number[]
}

type HeadTuple = [seq: number, op: Op, recordId: string, version: number]

const NEWLINE = 0x0a

const NO_LEFTOVERS: Leftovers = { invalid: [], skippedSeqs: [] }

/**
 * The payload of a send job: a line of heads, a line of leftovers, then one line per event (JSON text never holds a raw line
 * break).
 */
export function encodeEvents(events: readonly MappedEvent[], leftovers: Leftovers = NO_LEFTOVERS): Buffer {
  const heads: HeadTuple[] = events.map(({ seq, op, recordId, version }) => [seq, op, recordId, version])
  const lines = [JSON.stringify(heads), JSON.stringify(leftovers), ...events.map(({ json }) => json)]
  return Buffer.from(lines.join('\n'))
}

/** Events as the sender sees them: bytes to be spliced into a batch, and heads that are parsed only when one is refused. */
export interface EncodedEvents {
  readonly lines: readonly Buffer[]
  readHeads(): readonly EventHead[]
  readLeftovers(): Leftovers
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
  const [heads = Buffer.from('[]'), leftovers, ...lines] = parts
  return {
    lines,
    readHeads: () =>
      (JSON.parse(heads.toString('utf8')) as HeadTuple[]).map(([seq, op, recordId, version]) => ({
        seq,
        op,
        recordId,
        version,
      })),
    readLeftovers: () =>
      leftovers === undefined ? NO_LEFTOVERS : (JSON.parse(leftovers.toString('utf8')) as Leftovers),
  }
}
