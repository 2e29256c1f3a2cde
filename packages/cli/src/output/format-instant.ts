import { formatLength } from '@sluice/shared/domain'

/** An instant to the second, in UTC. */
export function formatInstant(instant: string | null): string | null {
  return instant === null ? null : `${instant.slice(0, 19).replace('T', ' ')}Z`
}

/** How long ago an instant was. */
export function formatAgo(instant: string, nowMs: number): string {
  return `${formatLength(nowMs - Date.parse(instant))} ago`
}

/** How far off an instant is; `now` once it has come. */
export function formatAhead(instant: string, nowMs: number): string {
  const aheadMs = Date.parse(instant) - nowMs
  return aheadMs < 500 ? 'now' : `in ${formatLength(aheadMs)}`
}

/** How long something took that has ended; null for what has not. */
export function formatTook({
  startedAt,
  finishedAt,
}: {
  readonly startedAt: string | null
  readonly finishedAt: string | null
}): string | null {
  if (startedAt === null || finishedAt === null) return null
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
