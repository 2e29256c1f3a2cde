const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time as `parseDurationMs` reads it, in the largest unit that says it whole; whole seconds at least. */
export function formatDurationMs(durationMs: number): string {
  const [unit = 's', unitMs = 1_000] =
    Object.entries(UNIT_MS).findLast(([, ms]) => durationMs >= ms && durationMs % ms === 0) ?? []
  return `${Math.round(durationMs / unitMs)}${unit}`
}

/** Milliseconds of a length of time such as `90s`, `15m`, `6h` or `1d`; null when it is not one. */
export function parseDurationMs(text: string): number | null {
  const match = /^([1-9]\d{0,6})([smhd])$/.exec(text)
  if (match === null) return null
  return Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? Number.NaN)
}
