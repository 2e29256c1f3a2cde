import type { Destination } from '../domain/index.ts'
import type { Queryable } from './database.ts'
import type { SecretBox } from './secret-box.ts'

interface DestinationRow {
  id: string
  source_id: string | null
  write_key: string
  region: Destination['region']
  enabled: boolean
  events_per_second: number | null
  requests_per_second: number | null
  deadline_seconds: number
  last_error: string | null
  last_error_at: Date | null
}

/** A Destination with what the Tracking API last answered when it refused the write key. */
export interface DestinationRecord extends Destination {
  readonly lastError: string | null
  readonly lastErrorAt: string | null
}

/** Every Destination, its write key opened. */
export async function listDestinations(
  db: Queryable,
  secrets: SecretBox,
): Promise<readonly DestinationRecord[]> {
  const { rows } = await db.query<DestinationRow>('select * from sluice.destinations order by id')
  return rows.map((row) => ({
    id: row.id,
    source: row.source_id,
    writeKey: secrets.open(row.write_key, `destinations/${row.id}`),
    region: row.region,
    enabled: row.enabled,
    eventsPerSecond: row.events_per_second,
    requestsPerSecond: row.requests_per_second,
    deadlineMs: row.deadline_seconds * 1_000,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at?.toISOString() ?? null,
  }))
}

/** Writes a Destination, new or changed; what went wrong with its old write key is forgotten. */
export async function recordDestination(
  db: Queryable,
  secrets: SecretBox,
  destination: Destination,
): Promise<void> {
  await db.query(
    `insert into sluice.destinations
       (id, source_id, write_key, region, enabled, events_per_second, requests_per_second, deadline_seconds)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set source_id = excluded.source_id, write_key = excluded.write_key,
       region = excluded.region, enabled = excluded.enabled, events_per_second = excluded.events_per_second,
       requests_per_second = excluded.requests_per_second, deadline_seconds = excluded.deadline_seconds, last_error = null, last_error_at = null,
       version = destinations.version + 1, updated_at = now()`,
    [
      destination.id,
      destination.source,
      secrets.seal(destination.writeKey, `destinations/${destination.id}`),
      destination.region,
      destination.enabled,
      destination.eventsPerSecond,
      destination.requestsPerSecond,
      Math.round(destination.deadlineMs / 1_000),
    ],
  )
}

/** Remembers what the Tracking API said of a destination's write key, for `sluice status`. */
export async function recordDestinationError(db: Queryable, id: string, error: string): Promise<void> {
  // Only the sender's view of the destination changes, not its config: no new version. The same error is news again after a while:
  // what was delivered in between would else seem to have mended it.
  await db.query(
    `update sluice.destinations set last_error = $2, last_error_at = now()
     where id = $1 and (last_error is distinct from $2 or last_error_at < now() - interval '1 minute')`,
    [id, error],
  )
}
