import type { AlertMessage } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A message that waits to be sent. */
export interface WaitingMessage {
  readonly id: string
  readonly message: AlertMessage
  readonly createdAt: Date
}

/** Puts a message down for some channels; those that are gone get none. */
export async function recordAlertMessages(
  db: Queryable,
  channels: readonly string[],
  message: AlertMessage,
): Promise<void> {
  await db.query(
    `insert into sluice.alert_messages (channel_id, body)
     select id, $2 from sluice.alert_channels where id = any($1) order by id`,
    [channels, JSON.stringify(message)],
  )
}

/** That a channel is nobody else's; `until` tells this lease from every other. */
export interface ChannelLease {
  readonly channel: string
  readonly until: string
}

const LEASE_END = 'now() + make_interval(secs => $1::double precision / 1000)'

/**
 * Takes the channels that have something to send and whose time has come, each for `leaseMs`: meanwhile nobody else
 * sends there, and afterwards anybody may, should whoever took it have died.
 */
export async function leaseChannels(db: Queryable, leaseMs: number): Promise<readonly ChannelLease[]> {
  const { rows } = await db.query<ChannelLease>(
    `update sluice.alert_channels set leased_until = ${LEASE_END}
     where id in (
       select id from sluice.alert_channels c
       where (leased_until is null or leased_until < now()) and (next_try_at is null or next_try_at <= now())
         and exists (select from sluice.alert_messages where channel_id = c.id)
       for update skip locked
     ) returning id as channel, leased_until::text as until`,
    [leaseMs],
  )
  return rows
}

/** Keeps a channel for another while; null where the lease has run out and the channel may be somebody else's. */
export async function renewLease(
  db: Queryable,
  { channel, until }: ChannelLease,
  leaseMs: number,
): Promise<ChannelLease | null> {
  const { rows } = await db.query<ChannelLease>(
    `update sluice.alert_channels set leased_until = ${LEASE_END}
     where id = $2 and leased_until = $3::timestamptz and leased_until > now()
     returning id as channel, leased_until::text as until`,
    [leaseMs, channel, until],
  )
  return rows[0] ?? null
}

/** Lets go of a channel, unless it has become somebody else's. */
export async function endLease(db: Queryable, { channel, until }: ChannelLease): Promise<void> {
  await db.query(
    'update sluice.alert_channels set leased_until = null where id = $1 and leased_until = $2::timestamptz',
    [channel, until],
  )
}

/** What a channel has to send first, or null. */
export async function readNextMessage(db: Queryable, channel: string): Promise<WaitingMessage | null> {
  const { rows } = await db.query<{ id: string; body: AlertMessage; created_at: Date }>(
    'select id, body, created_at from sluice.alert_messages where channel_id = $1 order by seq limit 1',
    [channel],
  )
  const [row] = rows
  return row === undefined ? null : { id: row.id, message: row.body, createdAt: row.created_at }
}

/** Forgets a message: it has arrived, or is too old to be told. */
export async function removeMessage(db: Queryable, id: string): Promise<void> {
  await db.query('delete from sluice.alert_messages where id = $1', [id])
}

/** Notes that something has arrived at a channel; since when it had not worked, or null. */
export async function recordChannelWorks(db: Queryable, channel: string): Promise<Date | null> {
  const { rows } = await db.query<{ failing_since: Date | null }>(
    `update sluice.alert_channels c set failing_since = null, last_error = null, failed_tries = 0, next_try_at = null,
       last_delivery_at = now()
     from (select id, failing_since from sluice.alert_channels where id = $1 for update) before
     where c.id = before.id returning before.failing_since`,
    [channel],
  )
  return rows[0]?.failing_since ?? null
}

/** Notes that a channel does not work, and puts its next try off, longer each time; true where it did work before. */
export async function recordChannelFails(
  db: Queryable,
  channel: string,
  { error, firstMs, mostMs }: { readonly error: string; readonly firstMs: number; readonly mostMs: number },
): Promise<boolean> {
  const { rows } = await db.query<{ failed_tries: number }>(
    `update sluice.alert_channels set failing_since = coalesce(failing_since, now()), last_error = $2,
       failed_tries = failed_tries + 1,
       next_try_at = now() + make_interval(secs => least($3 * 2 ^ least(failed_tries, 20), $4)::double precision / 1000)
     where id = $1 returning failed_tries`,
    [channel, error, firstMs, mostMs],
  )
  return rows[0]?.failed_tries === 1
}
