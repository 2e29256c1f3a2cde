import { checkGivenServers, type GivenServers } from './check-given-servers.ts'
import type { LocalServer } from './local-server.ts'
import { startPostgres } from './postgres/start-postgres.ts'
import { startRedis } from './redis/start-redis.ts'

/** A PostgreSQL and a Redis, given or started. */
export interface LocalServers {
  /** As given, or the superuser's URL of a private cluster's database `postgres`. */
  readonly databaseUrl: string
  readonly redisUrl: string
  /** Stops what was started, never what was given. May be called more than once. */
  stop(): Promise<void>
}

export interface LocalServersOptions {
  readonly env: GivenServers
  readonly log: (line: string) => void
}

/**
 * Uses the servers that `env` names, after asking whether they answer, and starts those it
 * does not name. Rejects with one line that says what to do, and then nothing is left running.
 */
export async function startLocalServers({ env, log }: LocalServersOptions): Promise<LocalServers> {
  await checkGivenServers(env)
  const opened = await Promise.allSettled([
    env.DATABASE_URL ? useGiven(env.DATABASE_URL) : startPostgres({ log }),
    env.REDIS_URL ? useGiven(env.REDIS_URL) : startRedis({ log }),
  ])
  const [database, redis] = opened
  const stop = async () => {
    await Promise.all(opened.map(async (one) => one.status === 'fulfilled' && (await one.value.stop())))
  }
  if (database.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { databaseUrl: database.value.url, redisUrl: redis.value.url, stop }
  }
  await stop()
  throw opened.find((one) => one.status === 'rejected')?.reason
}

function useGiven(url: string): Pick<LocalServer, 'url' | 'stop'> {
  return { url, stop: () => Promise.resolve() }
}
