/** What is left of a budget, and since when. */
export interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

/**
 * Takes one token from a bucket that fills with `perSecond` tokens a second and holds one second's worth, at least one.
 * `waitMs` is 0 if a token was taken, else the time until there is one.
 */
export function takeToken(
  bucket: Bucket | undefined,
  nowMs: number,
  perSecond: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const capacity = Math.max(1, perSecond)
  const elapsedMs = bucket === undefined ? 0 : Math.max(0, nowMs - bucket.atMs)
  const tokens = Math.min(capacity, (bucket?.tokens ?? capacity) + (elapsedMs * perSecond) / 1000)
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, atMs: nowMs }, waitMs: 0 }
  return { bucket: { tokens, atMs: nowMs }, waitMs: ((1 - tokens) * 1000) / perSecond }
}
