import type { LookupFunction } from 'node:net'
import type { ProxySettings } from '@sluice/shared/connection'
import { EnvHttpProxyAgent, Pool, buildConnector, type Dispatcher } from 'undici'
import { passOverContinue } from './pass-over-continue.ts'

export interface DispatcherOptions {
  /** What stands between this process and the network; nothing if absent. */
  readonly proxies?: ProxySettings | undefined
  readonly connectMs: number
  readonly headersMs: number
  readonly bodyMs: number
  /** How a new connection finds the address of a host; the system's own way if absent. A proxy finds it by itself. */
  readonly lookup?: LookupFunction | undefined
  readonly maxResponseBytes?: number
}

// More than a process has room for requests: nobody waits for a connection that somebody else's request keeps.
const CONNECTIONS_LIMIT = 512
// A new connection asks the DNS anew: Segment wants its addresses not to be pinned.
const CONNECTION_LIFE_MS = 300_000
const IDLE_CONNECTION_MS = 20_000
// Nobody means a proxy for what runs on the same machine.
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Opens what sends requests: kept connections for each server, straight or through the
 * proxy that the environment names for it.
 */
export function openDispatcher(options: DispatcherOptions): Dispatcher {
  const { proxies, connectMs, lookup } = options
  const connect = passOverContinue(
    buildConnector({ timeout: connectMs, ...(lookup === undefined ? {} : { lookup }) }),
  )
  return new EnvHttpProxyAgent({
    // Given in any case, or undici would read the environment of the process by itself.
    httpProxy: proxies?.http ?? '',
    httpsProxy: proxies?.https ?? '',
    noProxy: listExceptions(proxies?.except ?? ''),
    connections: CONNECTIONS_LIMIT,
    clientTtl: CONNECTION_LIFE_MS,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    headersTimeout: options.headersMs,
    bodyTimeout: options.bodyMs,
    ...(options.maxResponseBytes === undefined ? {} : { maxResponseSize: options.maxResponseBytes }),
    proxyTls: { timeout: connectMs },
    requestTls: { timeout: connectMs },
    // A tunnel is a connection of its own kind; every other one is made here.
    factory: (origin, pool: Pool.Options) =>
      new Pool(origin, {
        ...pool,
        connect: typeof pool.connect === 'function' ? passOverContinue(pool.connect) : connect,
      }),
  })
}

/** NO_PROXY with loopback; a lone star stays what it is. */
function listExceptions(except: string): string {
  return except.trim() === '*' ? '*' : [except, ...LOOPBACK].join(',')
}
