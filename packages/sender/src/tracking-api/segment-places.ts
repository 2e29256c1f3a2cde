import type { Region } from '@sluice/shared/domain'
import type { SettingsPlaces } from './checks/ask-write-key.ts'

/** Where Segment is asked, and in whose name. */
export interface SegmentPlaces extends SettingsPlaces {
  /** The base URL of each region's Tracking API, without a trailing slash. */
  readonly endpoints: Readonly<Record<Region, string>>
}
