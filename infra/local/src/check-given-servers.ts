import { describeCause } from './describe-cause.ts'
import { LocalServerError } from './local-server-error.ts'
import { queryPostgres } from './postgres/query-postgres.ts'
import { askRedis } from './redis/ask-redis.ts'

/** Rejects unless the PostgreSQL of a given DATABASE_URL answers. */
export async function checkDatabaseUrl(url: string): Promise<void> {
  await check('DATABASE_URL', url, () => queryPostgres(url, 'select 1'))
}

/** Rejects unless the Redis of a given REDIS_URL answers. */
export async function checkRedisUrl(url: string): Promise<void> {
  await check('REDIS_URL', url, () => askRedis(url, (redis) => redis.ping()))
}

async function check(name: string, url: string, ask: () => Promise<unknown>): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined)
    throw new LocalServerError(`${name} is not a url: correct it, or unset it to have a server started`)
  try {
    await ask()
  } catch (cause) {
    throw new LocalServerError(
      `${name}: ${parsed.host}${parsed.pathname} does not answer (${describeCause(cause)}): start that server, correct the url, or unset it to have one started`,
      { cause },
    )
  }
}
