const ISO_8601 = /^\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?)?)?$/i

/**
 * The instant that an ISO-8601 text names, in milliseconds since 1970, or null for anything else (numbers included).
 */
export function parseInstant(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_8601.test(value)) return null
  const instantMs = Date.parse(value)
  return Number.isNaN(instantMs) ? null : instantMs
}
