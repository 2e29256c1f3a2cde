/**
 * What a clock on a wall of the zone shows, as milliseconds of the epoch as if the zone
 * were UTC: a calendar without holes and without repeats.
 */
export type WallMs = number

/** A while in which the zone's distance from UTC stays the same: from its first instant to before its end. */
interface Stretch {
  readonly fromMs: number
  readonly untilMs: number
  readonly offsetMs: number
}

const HOUR_MS = 3_600_000
// No zone was ever further from UTC than 15:14 (Alaska as Russia's); none goes back and forth within three hours.
const FURTHEST_MS = 16 * HOUR_MS
const SAMPLE_MS = 3 * HOUR_MS
// Clocks are put back by a day at most: where the date line moved.
const LONGEST_REPEAT_MS = 26 * HOUR_MS

/**
 * The first instant at which the zone's clock shows that time or a later one: of a time
 * that exists twice the first, of one that is left out the instant of the change.
 */
export function findInstantMs(zone: string, wallMs: WallMs): number {
  for (const stretch of listStretches(zone, wallMs - FURTHEST_MS, wallMs + FURTHEST_MS)) {
    const instantMs = Math.max(stretch.fromMs, wallMs - stretch.offsetMs)
    if (instantMs < stretch.untilMs) return instantMs
  }
  throw new RangeError(`${zone} is never further from UTC than ${FURTHEST_MS} ms`)
}

/**
 * The latest time that the zone's clock has shown until then, that instant included; a
 * clock that was put back showed later ones.
 */
export function readLatestWallMs(zone: string, instantMs: number): WallMs {
  return listStretches(zone, instantMs - LONGEST_REPEAT_MS, instantMs).reduce(
    (latest, { untilMs, offsetMs }) =>
      Math.max(latest, Math.min(instantMs, untilMs === Infinity ? instantMs : untilMs - 1) + offsetMs),
    -Infinity,
  )
}

/** What the zone did in a span of time; the first stretch begins with it, the last has no end. */
function listStretches(zone: string, fromMs: number, toMs: number): readonly Stretch[] {
  const stretches: Stretch[] = []
  let current = { fromMs, offsetMs: readOffsetMs(zone, fromMs) }
  for (let atMs = fromMs; atMs < toMs; atMs += SAMPLE_MS) {
    const nextMs = Math.min(atMs + SAMPLE_MS, toMs)
    const offsetMs = readOffsetMs(zone, nextMs)
    if (offsetMs === current.offsetMs) continue
    const changeMs = findChangeMs(zone, atMs, nextMs)
    stretches.push({ ...current, untilMs: changeMs })
    current = { fromMs: changeMs, offsetMs }
  }
  return [...stretches, { ...current, untilMs: Infinity }]
}

/** The first instant with the later one's offset, which differs from the earlier one's. */
function findChangeMs(zone: string, beforeMs: number, afterMs: number): number {
  const offsetMs = readOffsetMs(zone, afterMs)
  let before = beforeMs
  let after = afterMs
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (readOffsetMs(zone, middle) === offsetMs) after = middle
    else before = middle
  }
  return after
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clock is ahead of UTC; a RangeError for a zone that there is not. */
function readOffsetMs(zone: string, instantMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(instantMs)) ?? []
  const offsetMs = Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1_000
  return sign === '-' ? -offsetMs : offsetMs
}
