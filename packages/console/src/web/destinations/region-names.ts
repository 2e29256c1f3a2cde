import type { Region } from '@sluice/shared/domain'

const NAMES = {
  'us-west-2': 'North America (us-west-2)',
  'eu-west-1': 'Europe (eu-west-1)',
} as const satisfies Record<Region, string>

/** The regions of Segment as people know them. */
export const REGION_NAMES: Readonly<Record<string, string>> = NAMES
