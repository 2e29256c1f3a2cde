import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { createDatabase } from './create-database.mjs'
import { openServers } from './open-servers.mjs'
import { runStatements } from './run-statements.mjs'
import { startSink } from './start-sink.mjs'

const WAREHOUSE_SQL = readFileSync(new URL('warehouse.sql', import.meta.url), 'utf8')

/** As much as a small production Redis has: what passes through it must not need more. */
const REDIS_MEMORY = '256mb'

/** What both sides share: the servers and the sink. What must be closed goes onto `closers`. */
export async function openStage(closers) {
  const servers = await openServers(closers)
  const redis = new Redis(servers.redis.url)
  closers.push(() => redis.quit())
  if (servers.redis.pid !== null) await redis.config('SET', 'maxmemory', REDIS_MEMORY)
  const sink = await startSink()
  closers.push(() => sink.stop())
  return { servers, redis, sink }
}

/** The stage with a warehouse of so many rows. */
export async function addWarehouse(stage, rows, closers) {
  const { url, drop } = await createDatabase(stage.servers.postgres.url)
  closers.push(drop)
  await runStatements(url, WAREHOUSE_SQL.replaceAll('$rows', String(rows)), 'vacuum')
  return { ...stage, rows, warehouseUrl: url }
}
