import { formatCause } from './format-cause.ts'
import { LocalServerError } from './local-server-error.ts'
import { queryPostgres } from './postgres/query-postgres.ts'
import { askRedis } from './redis/ask-redis.ts'

/** Servers that somebody else runs. */
export interface GivenServers {
  readonly DATABASE_URL?: string | undefined
  readonly REDIS_URL?: string | undefined
}

/** Rejects, in one line, unless those that are given answer. */
export async function checkGivenServers({
  DATABASE_URL: database,
  REDIS_URL: redis,
}: GivenServers): Promise<void> {
  if (database) await check('DATABASE_URL', database, () => queryPostgres(database, 'select 1'))
  if (redis) await check('REDIS_URL', redis, () => askRedis(redis, (client) => client.ping()))
}

async function check(name: string, url: string, ask: () => Promise<unknown>): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined)
    throw new LocalServerError(`${name} is not a url: correct it, or unset it to have a server started`)
  try {
    await ask()
  } catch (cause) {
    throw new LocalServerError(
      `${name}: ${parsed.host}${parsed.pathname} does not answer (${formatCause(cause)}): start that server, correct the url, or unset it to have one started`,
      { cause },
    )
  }
}
