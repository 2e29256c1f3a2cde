import { createHash } from 'node:crypto'
import type { SendEnd } from '../domain/index.ts'
import { SEND_QUEUE, type SendPayload } from './catalog.ts'
import { decodeEvents, type EncodedEvents } from './event-payload.ts'
import { createPayloadOwner, type PayloadOwner, type Payloads } from './payloads.ts'

/** What is known of a chunk's events, aligned by index; null for the ones still to be sent. */
export type SendProgress = readonly (SendEnd | null)[]

interface StoredProgress {
  readonly payload: string
  readonly decided: readonly (readonly [index: number, end: SendEnd])[]
}

/** Where a send job keeps its progress from one run to the next, beside its payload. */
export function createProgressOwner(job: SendPayload): PayloadOwner {
  return createPayloadOwner(SEND_QUEUE, job, '-progress')
}

/** Nothing decided yet. */
export function createProgress(events: number): SendProgress {
  return Array.from({ length: events }, () => null)
}

/** Progress as bytes to be kept beside the payload it belongs to. */
export function encodeProgress(payload: Buffer, progress: SendProgress): Buffer {
  const decided = [...progress.entries()].filter((entry): entry is [number, SendEnd] => entry[1] !== null)
  return Buffer.from(JSON.stringify({ payload: fingerprint(payload), decided } satisfies StoredProgress))
}

/** What `encodeProgress` wrote; nothing decided when there is none, or when it tells of another payload. */
export function decodeProgress(stored: Buffer | null, payload: Buffer, events: number): SendProgress {
  if (stored === null) return createProgress(events)
  const { payload: known, decided } = JSON.parse(stored.toString('utf8')) as StoredProgress
  if (known !== fingerprint(payload)) return createProgress(events)
  const byIndex = new Map(decided)
  return Array.from({ length: events }, (_none, index) => byIndex.get(index) ?? null)
}

/** Events of a send job that are known to have gone out. */
export interface GoneOut {
  /** Positions of the rows that they were made of. */
  readonly seqs: readonly number[]
  /** The calls themselves, as JSON text. */
  readonly lines: readonly Buffer[]
}

/** What of events has gone out, as far as that is known. */
export function listGoneOut(events: EncodedEvents, progress: SendProgress): GoneOut {
  const isGone = (_any: unknown, index: number): boolean => progress[index]?.kind === 'delivered'
  const lines = events.lines.filter(isGone)
  if (lines.length === 0) return { seqs: [], lines }
  const heads = events.readHeads().filter(isGone)
  return { seqs: heads.map(({ seq }) => seq), lines }
}

/** What of a send job has gone out, as its earlier runs have kept it. */
export async function readGoneOut(payloads: Pick<Payloads, 'get'>, job: SendPayload): Promise<GoneOut> {
  const stored = await payloads.get(createProgressOwner(job))
  const payload = stored === null ? null : await payloads.get(createPayloadOwner(SEND_QUEUE, job))
  if (payload === null) return { seqs: [], lines: [] }
  const events = decodeEvents(payload)
  return listGoneOut(events, decodeProgress(stored, payload, events.lines.length))
}

function fingerprint(payload: Buffer): string {
  return createHash('sha256').update(payload).digest('base64url')
}
