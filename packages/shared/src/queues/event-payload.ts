import type { Op } from '../domain/index.ts'
import type { DeadLetterCode } from '../errors/index.ts'
import { createTextBuffer } from './text-buffer.ts'

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

/**
 * A delta that gave no event: a dead letter in the making, written down when its chunk
 * is settled. `delta` is JSON text.
 */
export interface InvalidHead extends EventHead {
  readonly code: DeadLetterCode
  readonly reason: string
  readonly delta: string
}

/** What of a chunk ended before sending and is still to be written down. */
export interface Leftovers {
  readonly invalid: readonly InvalidHead[]
  /** Positions of the deltas that the filter keeps back. */
  readonly skippedSeqs: readonly number[]
}

type HeadTuple = [seq: number, op: Op, recordId: string, version: number]

const NEWLINE = 0x0a

const NO_LEFTOVERS: Leftovers = { invalid: [], skippedSeqs: [] }

/** Writes the payload of a send job, an event at a time. */
export interface EventEncoder {
  write(event: MappedEvent): void
  /** The payload; nothing may be written after it. */
  finish(leftovers: Leftovers): Buffer
}

/**
 * The payload of a send job, about so many bytes of it: one line per event (JSON text never holds a raw line break), a
 * line of heads, a line of leftovers. An event becomes bytes at once: its text is garbage before the next one is made.
 */
export function createEventEncoder(expectedBytes: number): EventEncoder {
  const heads: HeadTuple[] = []
  const text = createTextBuffer(expectedBytes)
  return {
    write({ seq, op, recordId, version, json }) {
      heads.push([seq, op, recordId, version])
      text.write(json)
      text.write('\n')
    },
    finish(leftovers) {
      text.write(`${JSON.stringify(heads)}\n${JSON.stringify(leftovers)}`)
      return text.finish()
    },
  }
}

/** The payload of events that are all there. */
export function encodeEvents(events: readonly MappedEvent[], leftovers: Leftovers = NO_LEFTOVERS): Buffer {
  const encoder = createEventEncoder(events.reduce((sum, { json }) => sum + json.length, 0))
  for (const event of events) encoder.write(event)
  return encoder.finish(leftovers)
}

/**
 * Events as the sender sees them: bytes to be spliced into a batch, and heads that are parsed only when one is refused.
 */
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
  const [heads, leftovers] = parts.splice(-2)
  return {
    lines: parts,
    readHeads: () =>
      (JSON.parse(heads?.toString('utf8') ?? '[]') as HeadTuple[]).map(([seq, op, recordId, version]) => ({
        seq,
        op,
        recordId,
        version,
      })),
    readLeftovers: () =>
      leftovers === undefined ? NO_LEFTOVERS : (JSON.parse(leftovers.toString('utf8')) as Leftovers),
  }
}
