import {
  OPTIONS,
  pickOptions,
  type Destination,
  type DestinationOptions,
  type DestinationState,
} from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import type { ConfigBox } from '../../secrets/index.ts'

/** A row of `sluice.destinations`. */
export interface DestinationRow {
  id: string
  source_id: string | null
  write_key: string
  region: Destination['region']
  enabled: boolean
  events_per_second: number | null
  requests_per_second: number | null
  deadline_seconds: number
  options: DestinationOptions
  last_error: string | null
  last_error_at: Date | null
  state: DestinationState
  state_since: Date
  state_reason: string | null
  state_until: Date | null
}

/** A Destination with what senders last told of it. */
export interface DestinationRecord extends Destination {
  readonly state: DestinationState
  readonly stateSince: string
  /** The last answer in words; null while all is well. */
  readonly stateReason: string | null
  /** When the next try will be, while events wait. */
  readonly stateUntil: string | null
  /** What the Tracking API last answered when it refused the write key. */
  readonly lastError: string | null
  readonly lastErrorAt: string | null
}

/** Every Destination, its write key opened. */
export async function listDestinations(
  db: Queryable,
  secrets: ConfigBox,
): Promise<readonly DestinationRecord[]> {
  const { rows } = await db.query<DestinationRow>('select * from sluice.destinations order by id')
  return Promise.all(rows.map((row) => openDestination(secrets, row)))
}

/** One Destination, its write key opened and no other, or null. */
export async function readDestination(
  db: Queryable,
  secrets: ConfigBox,
  id: string,
): Promise<DestinationRecord | null> {
  const { rows } = await db.query<DestinationRow>('select * from sluice.destinations where id = $1', [id])
  return rows[0] === undefined ? null : openDestination(secrets, rows[0])
}

/** The Destination of a row. */
export async function openDestination(secrets: ConfigBox, row: DestinationRow): Promise<DestinationRecord> {
  return {
    id: row.id,
    source: row.source_id,
    writeKey: await secrets.open(row.write_key, `destinations/${row.id}`),
    region: row.region,
    enabled: row.enabled,
    eventsPerSecond: row.events_per_second,
    requestsPerSecond: row.requests_per_second,
    deadlineMs: row.deadline_seconds * 1_000,
    ...row.options,
    state: row.state,
    stateSince: row.state_since.toISOString(),
    stateReason: row.state_reason,
    stateUntil: row.state_until?.toISOString() ?? null,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at?.toISOString() ?? null,
  }
}

/** Writes a Destination, new or changed; what went wrong with its old write key is forgotten. */
export async function recordDestination(
  db: Queryable,
  secrets: ConfigBox,
  destination: Destination,
): Promise<void> {
  await db.query(
    `insert into sluice.destinations
       (id, source_id, write_key, region, enabled, events_per_second, requests_per_second, deadline_seconds, options)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set source_id = excluded.source_id, write_key = excluded.write_key,
       region = excluded.region, enabled = excluded.enabled, events_per_second = excluded.events_per_second,
       requests_per_second = excluded.requests_per_second, deadline_seconds = excluded.deadline_seconds,
       options = excluded.options, last_error = null, last_error_at = null,
       state = 'ok', state_since = now(), state_reason = null, state_until = null,
       version = destinations.version + 1, updated_at = now()`,
    [
      destination.id,
      destination.source,
      await secrets.seal(destination.writeKey, `destinations/${destination.id}`),
      destination.region,
      destination.enabled,
      destination.eventsPerSecond,
      destination.requestsPerSecond,
      Math.round(destination.deadlineMs / 1_000),
      JSON.stringify(pickOptions(destination, OPTIONS.destination)),
    ],
  )
}

/** Remembers that the Tracking API refused a destination's write key or endpoint, and in which words. */
export async function recordDestinationError(db: Queryable, id: string, error: string): Promise<void> {
  // Only the sender's view of the destination changes, not its config: no new version. The same error
  // is news again after a while: what was delivered in between would else seem to have mended it.
  await db.query(
    `update sluice.destinations set last_error = $2, last_error_at = now(), state = 'refused', state_reason = $2,
       state_since = case when state = 'refused' then state_since else now() end, state_until = null
     where id = $1 and (state <> 'refused' or last_error is distinct from $2 or last_error_at < now() - interval '1 minute')`,
    [id, error],
  )
}

/** What became of the last request to a destination; `untilInMs` is how long the next one will wait. */
export type ToldState =
  | { readonly state: 'ok' }
  | {
      readonly state: 'held' | 'unavailable'
      readonly reason: string
      readonly untilInMs: number
      /** True of what does not hold the other destinations of its write key. */
      readonly isAlone?: boolean
    }

/** Remembers how destinations stand; the same state again is written only when the try that it announced is past. */
export async function recordDestinationState(
  db: Queryable,
  ids: readonly string[],
  told: ToldState,
): Promise<void> {
  const { reason, untilInMs } = told.state === 'ok' ? { reason: null, untilInMs: null } : told
  await db.query(
    `update sluice.destinations set state = $2, state_reason = $3,
       state_since = case when state = $2 then state_since else now() end,
       state_until = now() + make_interval(secs => $4::double precision / 1000)
     where id = any($1) and (state <> $2 or state_until < now())`,
    [ids, told.state, reason, untilInMs],
  )
}
