import { createHash } from 'node:crypto'
import type { DecidedOutcome, EventOutcome } from './event-outcome.ts'

/** What is known of a chunk's events, aligned by index; null for the ones still to be sent. */
export type Progress = readonly (DecidedOutcome | null)[]

interface StoredProgress {
  readonly payload: string
  readonly decided: readonly (readonly [index: number, outcome: DecidedOutcome])[]
}

/** Nothing decided yet. */
export function createProgress(events: number): Progress {
  return Array.from({ length: events }, () => null)
}

/** Progress with the outcomes of the events that were still to be sent, in their order. */
export function advanceProgress(progress: Progress, outcomes: readonly EventOutcome[]): Progress {
  let next = 0
  return progress.map((known) => {
    if (known !== null) return known
    const outcome = outcomes[next++]
    return outcome?.kind === 'delivered' || outcome?.kind === 'dead' ? outcome : null
  })
}

/** Progress as bytes to be kept beside the payload it belongs to. */
export function encodeProgress(payload: Buffer, progress: Progress): Buffer {
  const decided = [...progress.entries()].filter(
    (entry): entry is [number, DecidedOutcome] => entry[1] !== null,
  )
  return Buffer.from(JSON.stringify({ payload: fingerprint(payload), decided } satisfies StoredProgress))
}

/** What `encodeProgress` wrote; nothing decided when there is none, or when it tells of another payload. */
export function decodeProgress(stored: Buffer | null, payload: Buffer, events: number): Progress {
  if (stored === null) return createProgress(events)
  const { payload: known, decided } = JSON.parse(stored.toString('utf8')) as StoredProgress
  if (known !== fingerprint(payload)) return createProgress(events)
  const byIndex = new Map(decided)
  return Array.from({ length: events }, (_none, index) => byIndex.get(index) ?? null)
}

function fingerprint(payload: Buffer): string {
  return createHash('sha256').update(payload).digest('base64url')
}
