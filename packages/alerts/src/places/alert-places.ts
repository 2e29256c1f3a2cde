import type { ProxySettings } from '@sluice/shared/connection'

/** What stands between a process and the network, and where the console is; null where nobody has said. */
export interface AlertPlaces {
  readonly proxies: ProxySettings
  readonly consoleUrl: string | null
}
