import type { TrackingAnswer } from '../tracking-api/tracking-api.ts'

/** Even a 429 that says 0 is no invitation to come back in the same second. */
export const HOLD_MIN_MS = 1_000

/** Segment's own library trusts no longer wait either. */
export const HOLD_MAX_MS = 300_000

/** For a 429 that does not say. */
export const HOLD_DEFAULT_MS = 10_000

/** How long a 429 asks to wait: Retry-After, else X-RateLimit-Reset, within sane bounds. */
export function readHoldMs(
  { retryAfter, rateLimitReset }: Pick<TrackingAnswer, 'retryAfter' | 'rateLimitReset'>,
  nowMs: number,
): number {
  const askedMs = parseSeconds(retryAfter) ?? parseHttpDate(retryAfter, nowMs) ?? parseSeconds(rateLimitReset)
  return Math.min(Math.max(askedMs ?? HOLD_DEFAULT_MS, HOLD_MIN_MS), HOLD_MAX_MS)
}

function parseSeconds(text: string | null): number | null {
  return text !== null && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) * 1_000 : null
}

function parseHttpDate(text: string | null, nowMs: number): number | null {
  // Date.parse makes a date of almost anything; an HTTP date ends in GMT.
  if (text === null || !/ GMT\s*$/.test(text)) return null
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? null : atMs - nowMs
}
