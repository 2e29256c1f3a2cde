import { isIP } from 'node:net'
import { checkServerIdentity, type ConnectionOptions } from 'node:tls'
import type { RedisOptions } from 'ioredis'
import { readReplyWord } from '../../errors/index.ts'
import { endFailoverDetector } from './end-failover-detector.ts'
import { Cluster, Redis } from './ioredis.ts'
import type { RedisAddress, RedisNode } from './redis-address.ts'

/** A connection to Redis, or to a cluster of it. */
export type RedisConnection = Redis | Cluster

const RETRY_DELAY_LIMIT_MS = 5_000
// A repeat on a new connection: to a name that now leads to the new primary, after a fail-over.
const RECONNECT_AND_RESEND = 2
const NO_PRIMARY: readonly string[] = ['READONLY', 'MASTERDOWN']

const retryDelayMs = (attempt: number): number => Math.min(attempt * 200, RETRY_DELAY_LIMIT_MS)

/**
 * Opens the driver's client of an address; it connects by itself, and again whenever the connection
 * is lost or leads to a server that has become a replica. `onDemoted` learns of the latter.
 */
export function openClient(address: RedisAddress, onDemoted: (error: Error) => void): RedisConnection {
  const { kind, nodes, primary, database } = address
  const [first] = nodes
  const options: RedisOptions = {
    ...createAccess(address),
    db: database,
    retryStrategy: retryDelayMs,
    reconnectOnError(error) {
      if (!NO_PRIMARY.includes(readReplyWord(error) ?? '')) return false
      onDemoted(error)
      return RECONNECT_AND_RESEND
    },
  }
  switch (kind) {
    case 'server':
      return new Redis({ ...options, ...createNode(address, first) })
    case 'sentinel': {
      const client = new Redis({
        ...options,
        sentinels: nodes.map(({ host, port }) => ({ host, port })),
        name: primary,
        sentinelRetryStrategy: retryDelayMs,
        // A sentinel tells of a fail-over before the old primary is noticed to be one.
        failoverDetector: true,
        ...(address.sentinelUsername === null ? {} : { sentinelUsername: address.sentinelUsername }),
        ...(address.sentinelPassword === null ? {} : { sentinelPassword: address.sentinelPassword }),
        ...(address.isTls
          ? { enableTLSForSentinelMode: true, tls: createTls(address), sentinelTLS: createTls(address) }
          : {}),
      })
      endFailoverDetector(client)
      return client
    }
    case 'cluster':
      return new Cluster(
        nodes.map((node) => createNode(address, node)),
        {
          clusterRetryStrategy: retryDelayMs,
          // Names stay names: a certificate is issued for one, and a managed cluster moves behind it.
          dnsLookup: (name, done) => done(null, name),
          natMap: (key) => createNode(address, parseKey(key)),
          redisOptions: createAccess(address),
        },
      )
    default:
      return kind satisfies never
  }
}

function createAccess({ username, password, family }: RedisAddress): RedisOptions {
  return {
    // BullMQ's workers block on their connection: a limit of retries per request would fail them.
    maxRetriesPerRequest: null,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(family === null ? {} : { family }),
  }
}

function createNode(
  address: RedisAddress,
  { host, port }: RedisNode,
): RedisNode & { readonly tls?: ConnectionOptions } {
  return { host, port, ...(address.isTls ? { tls: createTls(address, host) } : {}) }
}

/**
 * A server that is reached by a name must have a certificate for it. One that a cluster or a
 * sentinel told by its address alone, as many do, may have one for a name of the URL instead.
 */
function createTls({ nodes }: RedisAddress, host?: string): ConnectionOptions {
  const names = nodes.map((node) => node.host).filter((name) => isIP(name) === 0)
  return {
    ...(host === undefined || isIP(host) !== 0 ? {} : { servername: host }),
    checkServerIdentity(asked, certificate) {
      const refusal = checkServerIdentity(asked, certificate)
      const isAddress = isIP(asked) !== 0
      const isKnown = isAddress && names.some((name) => checkServerIdentity(name, certificate) === undefined)
      return isKnown ? undefined : refusal
    },
  }
}

function parseKey(key: string): RedisNode {
  const colon = key.lastIndexOf(':')
  return { host: key.slice(0, colon), port: Number(key.slice(colon + 1)) }
}
