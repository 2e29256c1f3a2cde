import type { AlertChannel, ChannelType, Json } from '../../domain/index.ts'
import { replaceSealed, type ConfigBox } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'

/** A row of `sluice.alert_channels`. */
export interface AlertChannelRow {
  id: string
  type: ChannelType
  settings: string
}

/** How sending to a channel goes; instants are the database's. */
export interface ChannelStanding {
  readonly id: string
  readonly type: ChannelType
  /** null while it works. */
  readonly failingSince: string | null
  readonly lastError: string | null
  readonly lastDeliveryAt: string | null
  /** When it is tried next, while it does not work. */
  readonly nextTryAt: string | null
  /** Messages that wait to be sent. */
  readonly waiting: number
}

/** Every channel, its secrets opened. */
export async function listAlertChannels(db: Queryable, secrets: ConfigBox): Promise<readonly AlertChannel[]> {
  const { rows } = await db.query<AlertChannelRow>(
    'select id, type, settings from sluice.alert_channels order by id',
  )
  return Promise.all(rows.map((row) => openAlertChannel(secrets, row)))
}

/** The ids of the channels. */
export async function listChannelIds(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>('select id from sluice.alert_channels order by id')
  return rows.map(({ id }) => id)
}

/** One channel, its secrets opened, or null. */
export async function readAlertChannel(
  db: Queryable,
  secrets: ConfigBox,
  id: string,
): Promise<AlertChannel | null> {
  const { rows } = await db.query<AlertChannelRow>(
    'select id, type, settings from sluice.alert_channels where id = $1',
    [id],
  )
  return rows[0] === undefined ? null : openAlertChannel(secrets, rows[0])
}

/** The channel of a row. */
export async function openAlertChannel(
  secrets: ConfigBox,
  { id, type, settings }: AlertChannelRow,
): Promise<AlertChannel> {
  const open = (sealed: string) => secrets.open(sealed, `alerts/${id}`)
  const opened = (await replaceSealed(JSON.parse(settings) as Json, open)) as unknown as Omit<
    AlertChannel,
    'id' | 'type'
  >
  return { id, type, ...opened }
}

/** Writes a channel, new or changed; what went wrong before is forgotten, and what waits is tried at once. */
export async function recordAlertChannel(
  db: Queryable,
  secrets: ConfigBox,
  { id, type, url, secret, from, to }: AlertChannel,
): Promise<void> {
  const seal = async (text: string) => ({ sealed: await secrets.seal(text, `alerts/${id}`) })
  const settings = { url: await seal(url), secret: secret === null ? null : await seal(secret), from, to }
  await db.query(
    `insert into sluice.alert_channels (id, type, settings) values ($1, $2, $3)
     on conflict (id) do update set type = excluded.type, settings = excluded.settings,
       failing_since = null, last_error = null, failed_tries = 0, next_try_at = null,
       version = alert_channels.version + 1, updated_at = now()`,
    [id, type, JSON.stringify(settings)],
  )
}

/** How sending goes, channel by channel; their secrets stay closed. */
export async function listChannelStandings(db: Queryable): Promise<readonly ChannelStanding[]> {
  const { rows } = await db.query<{
    id: string
    type: ChannelType
    failing_since: Date | null
    last_error: string | null
    last_delivery_at: Date | null
    next_try_at: Date | null
    waiting: number
  }>(
    `select id, type, failing_since, last_error, last_delivery_at, next_try_at,
       (select count(*) from sluice.alert_messages where channel_id = c.id) as waiting
     from sluice.alert_channels c order by id`,
  )
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    failingSince: row.failing_since?.toISOString() ?? null,
    lastError: row.last_error,
    lastDeliveryAt: row.last_delivery_at?.toISOString() ?? null,
    nextTryAt: row.next_try_at?.toISOString() ?? null,
    waiting: row.waiting,
  }))
}
