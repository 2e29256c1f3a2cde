import { ASK_QUEUES, QUEUES } from '@sluice/shared/queues'
import { listRunningSyncs, listUntidySyncs } from '@sluice/shared/store'
import { find, type Finding } from './judge-arrivals.ts'
import type { Soak } from './open-soak.ts'

const ALL_QUEUES = [...QUEUES, ASK_QUEUES.sources, ASK_QUEUES.destinations]
const WAITING = ['wait', 'active', 'delayed', 'paused', 'prioritized'] as const
/** What BullMQ keeps of a queue itself. */
const OF_A_QUEUE =
  /^(meta|id|events|marker|pc|limiter|stalled|stalled-check|completed|failed|repeat|de)$|^metrics:/

/** What lies about in the three stores though nothing runs any more. */
export async function readLeftovers(soak: Soak): Promise<readonly Finding[]> {
  return [
    find('keys are left in Redis', await listKeysLeft(soak)),
    find('tables of syncs that have ended are left in the warehouse', await listTablesLeft(soak)),
    find('work is left in the control database', await listWorkLeft(soak)),
  ].filter(({ count }) => count > 0)
}

async function listKeysLeft({ redis, prefix }: Soak): Promise<readonly string[]> {
  const left: string[] = []
  const known = new Set<string>()
  for (const { name } of ALL_QUEUES) {
    const queue = `${prefix}:${name}`
    for (const list of WAITING) {
      const key = `${queue}:${list}`
      const size =
        list === 'delayed' || list === 'prioritized' ? await redis.zcard(key) : await redis.llen(key)
      if (size > 0) left.push(`${key} (${size})`)
      known.add(key)
    }
    for (const job of await redis.zrange(`${queue}:completed`, 0, -1)) known.add(`${queue}:${job}`)
    for (const job of await redis.zrange(`${queue}:failed`, 0, -1))
      left.push(`${queue}:${job} failed: ${await redis.hget(`${queue}:${job}`, 'failedReason')}`)
  }
  for (const key of await redis.keys(`${prefix}:*`)) {
    const [queue = '', ...rest] = key.slice(prefix.length + 1).split(':')
    if (known.has(key) || (ALL_QUEUES.some(({ name }) => name === queue) && OF_A_QUEUE.test(rest.join(':'))))
      continue
    // A payload has a time to live, too, of a week.
    if (queue === 'payload' || (await redis.ttl(key)) === -1) left.push(key)
  }
  return left
}

async function listTablesLeft({ warehouse }: Soak): Promise<readonly string[]> {
  const { rows } = await warehouse.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = '_sluice' and tablename not like 'records\\_%'`,
  )
  return rows.map(({ name }) => name)
}

async function listWorkLeft({ installation: { db } }: Soak): Promise<readonly string[]> {
  const { rows: chunks } = await db.query<{ sync: string; count: number }>(
    `select sync_id as sync, count(*) as count from sluice.chunks where status <> 'closed' group by 1`,
  )
  const { rows: letters } = await db.query<{ code: string; count: number }>(
    `select code, count(*) as count from sluice.dead_letters group by 1`,
  )
  return [
    ...(await listRunningSyncs(db)).map(({ id, status }) => `sync ${id} is ${status}`),
    ...(await listUntidySyncs(db)).map(({ id }) => `sync ${id} is not finalized`),
    ...chunks.map(({ sync, count }) => `${count} chunks of sync ${sync}`),
    ...letters.map(({ code, count }) => `${count} dead letters, ${code}`),
  ]
}
