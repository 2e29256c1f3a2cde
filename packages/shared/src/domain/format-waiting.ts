import type { Waiting } from './sync.ts'

/** A length of time in its largest unit that fits: `45 s`, `12 min`, `4 h`, `8 d`. */
export function formatLength(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return seconds < 48 * 3_600 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`
}

/**
 * What a sync waits for, since when, and when the next try will be, in the words that every face says:
 * `waiting for 4 min, next try in 30 s: destination segment-us is held (HTTP 429)`.
 */
export function formatWaiting({ reason, since, until }: Waiting, nowMs: number): string {
  return `waiting for ${formatLength(nowMs - Date.parse(since))}${formatNextTry(until, nowMs)}: ${reason}`
}

/** When somebody tries again, to be put after something: `, next try in 30 s`; nothing where nobody knows. */
export function formatNextTry(until: string | null, nowMs: number): string {
  if (until === null) return ''
  const aheadMs = Date.parse(until) - nowMs
  return `, next try ${aheadMs < 500 ? 'now' : `in ${formatLength(aheadMs)}`}`
}
