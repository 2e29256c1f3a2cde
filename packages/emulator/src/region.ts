/** A region of Segment's Tracking API. A write key belongs to exactly one. */
export type Region = 'us-west-2' | 'eu-west-1'

/** Both regions, the default one first. */
export const REGIONS: readonly Region[] = ['us-west-2', 'eu-west-1']

/** True for the id of a region. */
export function isRegion(value: unknown): value is Region {
  return REGIONS.some((region) => region === value)
}
