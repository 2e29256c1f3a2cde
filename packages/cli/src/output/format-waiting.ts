import type { Waiting } from '@sluice/shared/domain'
import { formatAhead, formatLength } from './format-instant.ts'

/** What something waits for, since when, and when the next try will be: `waiting for 4 min, next try in 30 s: …`. */
export function formatWaiting({ reason, since, until }: Waiting, nowMs: number): string {
  const next = until === null ? '' : `, next try ${formatAhead(until, nowMs)}`
  return `waiting for ${formatLength(nowMs - Date.parse(since))}${next}: ${reason}`
}
