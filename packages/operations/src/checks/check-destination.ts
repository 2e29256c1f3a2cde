import type { Region } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import type { DestinationRecord } from '@sluice/shared/store'
import { probeEndpoint } from '@sluice/sender/tracking-api'
import { askWriteKey, checkWriteKey, type SettingsPlaces } from '@sluice/config'
import { checkEndpoint } from './check-endpoint.ts'
import type { DestinationCheck } from './check.ts'

/** The base URLs of each region. */
export interface CheckedUrls extends SettingsPlaces {
  readonly endpoints: Readonly<Record<Region, string>>
}

const USER_AGENT = `sluice/${VERSION}`

/** Looks at a destination from every side that needs no event. */
export async function checkDestination(
  destination: DestinationRecord,
  urls: CheckedUrls,
): Promise<readonly DestinationCheck[]> {
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

function checkEnabled({ enabled }: DestinationRecord): DestinationCheck {
  return enabled
    ? { check: 'enabled', status: 'ok', detail: 'the destination is switched on' }
    : {
        check: 'enabled',
        status: 'failed',
        detail: `the destination is switched off, and nothing is sent to it`,
      }
}

/** What was refused before may be mended by now: only a sync will show. */
function checkLastError({ lastError, lastErrorAt }: DestinationRecord): readonly DestinationCheck[] {
  if (lastError === null) return []
  const at = lastErrorAt === null ? '' : ` at ${lastErrorAt}`
  return [{ check: 'last error', status: 'warning', detail: `${lastError}${at}` }]
}
