import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createDatabase } from './create-database.mjs'
import { openServers } from './open-servers.mjs'
import { runStatements } from './run-statements.mjs'
import { startSink } from './start-sink.mjs'

// Those of the workspace: measured alone, Sluice needs nothing of this folder's own.
const { Redis } = createRequire(new URL('../../packages/shared/package.json', import.meta.url))('ioredis')

const WAREHOUSE_SQL = readFileSync(new URL('warehouse.sql', import.meta.url), 'utf8')

/** As much as a small production Redis has: what passes through it must not need more. */
const REDIS_MEMORY = '256mb'

/** What both sides share: the servers and the sink. What must be closed goes onto `closers`. */
export async function openStage(closers, say) {
  const servers = await openServers(closers, say)
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
