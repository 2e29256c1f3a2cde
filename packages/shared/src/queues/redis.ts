import { Cluster, Redis } from 'ioredis'
import { SluiceError, isError } from '../errors/index.ts'

/** A connection to Redis, or to a cluster of it. */
export type RedisConnection = Redis | Cluster

const READY_TIMEOUT_MS = 10_000
const RETRY_DELAY_LIMIT_MS = 5_000
const QUIT_TIMEOUT_MS = 1_000

/**
 * Connects to Redis and waits until it answers. Several comma-separated URLs are the nodes of a Redis Cluster; rediss:// is TLS.
 * The caller owns the connection and closes it with `closeRedis`.
 */
export async function connectRedis(
  url: string,
  onError?: (error: Error) => void,
  readyTimeoutMs = READY_TIMEOUT_MS,
): Promise<RedisConnection> {
  const connection = createConnection(url)
  let lastError: Error | undefined
  connection.on('error', (error: Error) => {
    lastError = error
    onError?.(error)
  })
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(lastError ?? new Error('no answer')), readyTimeoutMs)
  })
  try {
    await Promise.race([connection.ping(), timeout])
  } catch (cause) {
    connection.disconnect()
    const detail = isError(cause) && 'code' in cause ? String(cause.code) : 'no answer'
    throw new SluiceError(
      'redis_unreachable',
      `redis ${describeRedis(url)} cannot be reached (${detail}): is it running, and is REDIS_URL right?`,
      { cause },
    )
  } finally {
    clearTimeout(timer)
  }
  return connection
}

/** Closes a connection; one to a Redis that is away is not waited for. */
export async function closeRedis(connection: RedisConnection): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, QUIT_TIMEOUT_MS)
  })
  await Promise.race([connection.quit(), timeout]).catch(() => {})
  clearTimeout(timer)
  connection.disconnect()
}

function createConnection(url: string): RedisConnection {
  const retryDelayMs = (attempt: number): number => Math.min(attempt * 200, RETRY_DELAY_LIMIT_MS)
  const nodes = url.split(',').map((node) => node.trim())
  const [first = ''] = nodes
  // BullMQ's workers block on their connection: a limit of retries per request would fail them.
  if (nodes.length === 1) return new Redis(first, { maxRetriesPerRequest: null, retryStrategy: retryDelayMs })
  const { username, password, protocol } = new URL(first)
  return new Cluster(nodes, {
    clusterRetryStrategy: retryDelayMs,
    redisOptions: {
      maxRetriesPerRequest: null,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  })
}

/** Host and port of a Redis URL, without user or password. */
export function describeRedis(url: string): string {
  return url
    .split(',')
    .map((node) => {
      try {
        const { hostname, port } = new URL(node.trim())
        return `${hostname}:${port || '6379'}`
      } catch {
        return 'the given REDIS_URL'
      }
    })
    .join(',')
}
