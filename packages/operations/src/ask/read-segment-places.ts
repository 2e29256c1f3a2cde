import type { SegmentPlaces } from '@sluice/sender/tracking-api'
import {
  VERSION,
  parseEnvironment,
  readEndpoints,
  readProxies,
  readSettingsEndpoints,
  type Environment,
} from '@sluice/shared/runtime'

/** The variables that say where Segment is. */
export const SEGMENT_VARIABLES = [
  'SLUICE_ENDPOINT_US_WEST_2',
  'SLUICE_ENDPOINT_EU_WEST_1',
  'SLUICE_SETTINGS_ENDPOINT_US_WEST_2',
  'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1',
] as const

/** Where Segment is asked, as the environment says; fails with `environment_invalid`. */
export function readSegmentPlaces(env: Environment): SegmentPlaces {
  const values = parseEnvironment(env, SEGMENT_VARIABLES)
  return {
    endpoints: readEndpoints(values),
    settings: readSettingsEndpoints(values),
    proxies: readProxies(env),
    userAgent: `sluice/${VERSION}`,
  }
}
