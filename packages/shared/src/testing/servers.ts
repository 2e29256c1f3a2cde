/** The servers that `npm test` started or was given. */
export function readTestServers(env: Readonly<Record<string, string | undefined>>): {
  readonly databaseUrl: string
  readonly redisUrl: string
} {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = env
  if (!databaseUrl || !redisUrl)
    throw new Error('DATABASE_URL and REDIS_URL are not set: run the tests with `npm test`')
  return { databaseUrl, redisUrl }
}
