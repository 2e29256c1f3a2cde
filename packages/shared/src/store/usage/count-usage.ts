import type { Queryable } from '../database/database.ts'

/** API calls of a destination on a day, UTC. */
export interface DayCalls {
  readonly destination: string
  readonly day: string
  readonly calls: number
}

/** A destination in the billing month that begins on a day. */
export interface UsedMonth {
  readonly destination: string
  readonly month: string
}

/** Adds calls to those of their days; each destination and day once. */
export async function addCalls(tx: Queryable, days: readonly DayCalls[]): Promise<void> {
  await tx.query(
    `insert into sluice.usage_days (destination_id, day, calls)
     select * from unnest($1::text[], $2::date[], $3::bigint[])
     on conflict (destination_id, day) do update set calls = usage_days.calls + excluded.calls`,
    [days.map(({ destination }) => destination), days.map(({ day }) => day), days.map(({ calls }) => calls)],
  )
}

/** The sealed counts of users of destinations in a month, those that there are; nobody else changes them meanwhile. */
export async function readUsers(
  tx: Queryable,
  month: string,
  destinations: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await tx.query<{ destination_id: string; users: Buffer }>(
    `select destination_id, users from sluice.usage_months
     where month = $1 and destination_id = any ($2) and users is not null order by destination_id for update`,
    [month, destinations],
  )
  return new Map(rows.map(({ destination_id, users }) => [destination_id, users]))
}

/** Keeps the sealed count of a destination's users in a month. */
export async function recordUsers(
  tx: Queryable,
  { destination, month }: UsedMonth,
  users: Buffer,
): Promise<void> {
  await tx.query(
    `insert into sluice.usage_months (destination_id, month, users) values ($1, $2, $3)
     on conflict (destination_id, month) do update set users = excluded.users`,
    [destination, month, users],
  )
}

/** Notes how many MTUs destinations that count together have in a month. */
export async function recordMtus(
  tx: Queryable,
  month: string,
  destinations: readonly string[],
  mtus: number,
): Promise<void> {
  await tx.query(
    `insert into sluice.usage_months (destination_id, month, mtus) select unnest($2::text[]), $1, $3
     on conflict (destination_id, month) do update set mtus = excluded.mtus`,
    [month, destinations, mtus],
  )
}

/** Notes what has been told of a destination's month; those words that are new. */
export async function recordTold(
  tx: Queryable,
  { destination, month }: UsedMonth,
  words: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ told: string[] }>(
    `insert into sluice.usage_months (destination_id, month) values ($1, $2)
     on conflict (destination_id, month) do update set month = excluded.month returning told`,
    [destination, month],
  )
  const told = rows[0]?.told ?? []
  const news = words.filter((word) => !told.includes(word))
  if (news.length > 0)
    await tx.query(
      'update sluice.usage_months set told = told || $3 where destination_id = $1 and month = $2',
      [destination, month, news],
    )
  return news
}

/** Forgets who the users of months were that have long ended, and calls that nobody will make any more. */
export async function pruneUsage(db: Queryable): Promise<void> {
  await db.query(
    `update sluice.usage_months set users = null where users is not null and month < now() - interval '100 days'`,
  )
  await db.query(`delete from sluice.reserved_calls reserved where month < now() - interval '100 days' and not exists (
       select from sluice.chunks c where c.sync_id = reserved.sync_id and c.chunk = reserved.chunk and c.status = 'open'
     )`)
}
