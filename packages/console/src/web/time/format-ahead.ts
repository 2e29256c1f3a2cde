const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
]

/** How far off an instant is, in the largest unit that fits: `in 12 min`. */
export function formatAhead(instant: string, nowMs: number): string {
  const seconds = (Date.parse(instant) - nowMs) / 1_000
  if (seconds <= 0) return 'now'
  const unit = UNITS.find(([, length]) => seconds >= length)
  return unit === undefined ? 'within a minute' : `in ${Math.floor(seconds / unit[1])} ${unit[0]}`
}
