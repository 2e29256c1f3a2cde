import type { Region } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import type { DestinationRecord } from '@sluice/shared/store'
import { probeEndpoint } from '@sluice/sender/tracking-api'
import { askWriteKey, checkWriteKey, type SettingsPlaces } from '@sluice/config'
import { checkEndpoint } from './check-endpoint.ts'
import type { Check } from './check.ts'

/** The base URLs of each region. */
export interface CheckedUrls extends SettingsPlaces {
  readonly endpoints: Readonly<Record<Region, string>>
}

const USER_AGENT = `sluice/${VERSION}`

/** Looks at a destination from every side that needs no event. */
export async function runChecks(
  destination: DestinationRecord,
  urls: CheckedUrls,
): Promise<readonly Check[]> {
  const { region } = destination
  const endpoint = urls.endpoints[region]
  const [asked, probe] = await Promise.all([
    askWriteKey(destination, urls),
    probeEndpoint(endpoint, USER_AGENT, urls.proxies),
  ])
  return [
    checkEnabled(destination),
    checkWriteKey(asked),
    checkEndpoint(endpoint, probe),
    ...checkLastError(destination),
  ]
}

function checkEnabled({ id, enabled }: DestinationRecord): Check {
  return enabled
    ? { check: 'enabled', status: 'ok', detail: 'the destination is switched on' }
    : {
        check: 'enabled',
        status: 'failed',
        detail: `the destination is switched off, and nothing is sent to it: \`sluice enable destination/${id}\``,
      }
}

/** What was refused before may be mended by now: only a sync will show. */
function checkLastError({ lastError, lastErrorAt }: DestinationRecord): readonly Check[] {
  if (lastError === null) return []
  const at = lastErrorAt === null ? '' : ` at ${lastErrorAt}`
  return [{ check: 'last error', status: 'warning', detail: `${lastError}${at}` }]
}
