import { SluiceError } from '../../errors/index.ts'
import { askEvictionPolicies, assertNothingEvicted } from './check-eviction.ts'
import { cutRedis } from './cut-redis.ts'
import { formatRedisError } from './format-redis-error.ts'
import { Redis } from './ioredis.ts'
import { openClient, type RedisConnection } from './open-client.ts'
import { asCluster, parseRedisUrl } from './parse-redis-url.ts'
import { formatAddress, type RedisAddress } from './redis-address.ts'

export interface ConnectRedisOptions {
  /** Told of every error of the connection, from the beginning to the end. */
  readonly onError?: (error: Error) => void
  /** Told when the server does not say what it does when its memory is full. */
  readonly onPolicyUnknown?: () => void
  readonly readyTimeoutMs?: number
}

const READY_TIMEOUT_MS = 10_000
const QUIT_TIMEOUT_MS = 1_000

/**
 * Connects to the Redis of a `REDIS_URL` and waits until it answers: one server, a cluster (also by one
 * endpoint), or the primary that sentinels name. Refuses one that may throw jobs away. The caller owns the
 * connection and closes it with `closeRedis`. Throws `environment_invalid`, `redis_unreachable`, `redis_evicts`.
 */
export async function connectRedis(url: string, options: ConnectRedisOptions = {}): Promise<RedisConnection> {
  const address = demandAddress(parseRedisUrl(url))
  const first = await openReady(address, options)
  const connection = (await isClusterNode(first)) ? await reopenAsCluster(first, address, options) : first
  try {
    const policies = await askEvictionPolicies(connection)
    if (policies.includes(null)) options.onPolicyUnknown?.()
    assertNothingEvicted(policies, formatAddress(address))
    return connection
  } catch (error) {
    connection.disconnect()
    throw error
  }
}

/** Closes a connection; one to a Redis that is away is not waited for. */
export async function closeRedis(connection: RedisConnection): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, QUIT_TIMEOUT_MS)
  })
  await Promise.race([connection.quit(), timeout]).catch(() => {})
  clearTimeout(timer)
  cutRedis(connection)
}

/** Host and port of a Redis URL, without user or password. */
export function formatRedis(url: string): string {
  const address = parseRedisUrl(url)
  return 'mistake' in address ? 'the given REDIS_URL' : formatAddress(address)
}

async function openReady(
  address: RedisAddress,
  { onError, readyTimeoutMs = READY_TIMEOUT_MS }: ConnectRedisOptions,
): Promise<RedisConnection> {
  let lastError: Error | undefined
  const noteError = (error: Error): void => {
    lastError = error
    onError?.(error)
  }
  const connection = openClient(address, noteError)
  connection.on('error', noteError)
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(lastError ?? new Error('no answer')), readyTimeoutMs)
  })
  try {
    await Promise.race([connection.ping(), timeout])
  } catch (cause) {
    cutRedis(connection)
    throw new SluiceError(
      'redis_unreachable',
      `redis ${formatAddress(address)} ${formatRefusal(formatRedisError(cause))}`,
      { cause },
    )
  } finally {
    clearTimeout(timer)
  }
  return connection
}

/** What went wrong, and what to look at. */
function formatRefusal(error: string): string {
  return /^(WRONGPASS|NOAUTH|NOPERM)$/.test(error)
    ? `refuses the user or the password (${error}): check REDIS_URL`
    : `cannot be reached (${error}): is it running, and is REDIS_URL right?`
}

async function isClusterNode(connection: RedisConnection): Promise<boolean> {
  if (!(connection instanceof Redis)) return false
  // Who may not ask is no node of a managed cluster: those tell.
  const info = await connection.info('cluster').catch(() => '')
  return /^cluster_enabled:1/m.test(info)
}

async function reopenAsCluster(
  connection: RedisConnection,
  address: RedisAddress,
  options: ConnectRedisOptions,
): Promise<RedisConnection> {
  connection.disconnect()
  return openReady(demandAddress(asCluster(address)), options)
}

function demandAddress(parsed: ReturnType<typeof parseRedisUrl>): RedisAddress {
  if ('mistake' in parsed)
    throw new SluiceError('environment_invalid', `environment: REDIS_URL ${parsed.mistake}`)
  return parsed
}
