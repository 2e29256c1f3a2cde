import { checkGivenServers, startPostgres, startRedis } from '../../infra/local/dist/index.js'

/**
 * PostgreSQL and Redis: given by DATABASE_URL and REDIS_URL, or private ones with the
 * settings that production has: what is committed is on disk, and Redis keeps an
 * append-only file. Of given servers neither CPU nor memory is measured, their pid is null.
 */
export async function openServers(closers, log) {
  const { DATABASE_URL, REDIS_URL } = process.env
  await checkGivenServers({ DATABASE_URL, REDIS_URL })
  const postgres = DATABASE_URL
    ? { url: DATABASE_URL, pid: null }
    : await startPostgres({ durable: true, log })
  if (postgres.stop) closers.push(() => postgres.stop())
  const redis = REDIS_URL ? { url: REDIS_URL, pid: null } : await startRedis({ appendonly: true, log })
  if (redis.stop) closers.push(() => redis.stop())
  return { postgres, redis }
}
