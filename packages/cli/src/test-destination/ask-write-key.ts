import { REGIONS, type Destination, type Region } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import { readSourceSettings } from '@sluice/sender/tracking-api'
import type { AskedKey } from './check-write-key.ts'

const USER_AGENT = `sluice/${VERSION}`

/** Asks where the settings of sources are about a write key; the other region's too, where it has a place of its own and this one knows nothing. */
export async function askWriteKey(
  { region, writeKey }: Pick<Destination, 'region' | 'writeKey'>,
  settings: Readonly<Record<Region, string>>,
): Promise<AskedKey> {
  const here = await readSourceSettings(settings[region], writeKey, USER_AGENT)
  const other = REGIONS.find((known) => settings[known] !== settings[region])
  const isAsked = here.kind === 'unknown' && other !== undefined
  const elsewhere = isAsked ? await readSourceSettings(settings[other], writeKey, USER_AGENT) : null
  return { region, url: settings[region], here, elsewhere }
}
