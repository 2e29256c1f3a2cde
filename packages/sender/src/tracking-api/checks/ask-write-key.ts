import { REGIONS, SETTINGS_OFF, type Destination, type Region } from '@sluice/shared/domain'
import type { ProxySettings } from '@sluice/shared/connection'
import { readSourceSettings } from '../read-source-settings.ts'
import type { AskedKey } from './check-write-key.ts'

/** Where the settings of each region's sources are, and how to get there. */
export interface SettingsPlaces {
  readonly settings: Readonly<Record<Region, string>>
  readonly proxies: ProxySettings
  readonly userAgent: string
}

/**
 * Asks where the settings of sources are about a write key; the other region's too,
 * where it has a place of its own and this one knows nothing.
 */
export async function askWriteKey(
  { region, writeKey }: Pick<Destination, 'region' | 'writeKey'>,
  { settings, proxies, userAgent }: SettingsPlaces,
  signal?: AbortSignal,
): Promise<AskedKey> {
  if (settings[region] === SETTINGS_OFF)
    return { region, url: SETTINGS_OFF, here: { kind: 'not asked' }, elsewhere: null }
  const here = await readSourceSettings(settings[region], writeKey, userAgent, proxies, signal)
  const other = REGIONS.find(
    (known) => settings[known] !== settings[region] && settings[known] !== SETTINGS_OFF,
  )
  const isAsked = here.kind === 'unknown' && other !== undefined
  const elsewhere = isAsked
    ? await readSourceSettings(settings[other], writeKey, userAgent, proxies, signal)
    : null
  return { region, url: settings[region], here, elsewhere }
}
