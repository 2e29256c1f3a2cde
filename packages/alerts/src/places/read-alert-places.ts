import { parseEnvironment, readProxies, type Environment } from '@sluice/shared/runtime'
import type { AlertPlaces } from './alert-places.ts'

/** What stands between this process and the network, and where the console is, as the environment says. */
export function readAlertPlaces(env: Environment): AlertPlaces {
  const { SLUICE_CONSOLE_URL: url } = parseEnvironment(env, ['SLUICE_CONSOLE_URL'])
  return { proxies: readProxies(env), consoleUrl: url ?? null }
}
