import type { Queryable } from '../database/database.ts'

/**
 * What a series tells: events `delivered` to a destination, and `dead` on their way there, as sums; open `dead_letters`
 * of the installation and the `late_seconds` of a mapping, at their most.
 */
export type SeriesKind = 'delivered' | 'dead' | 'dead_letters' | 'late_seconds'

/** What a series says of a minute or an hour. */
export interface SeriesBucket {
  readonly kind: SeriesKind
  /** The id of a destination or a mapping; empty for the installation. */
  readonly subject: string
  readonly step: 'minute' | 'hour'
  /** When it began. */
  readonly at: Date
  readonly value: number
}

/** Adds to sums, and raises what is at its most; each kind, subject, step and time once. */
export async function recordSeries(tx: Queryable, buckets: readonly SeriesBucket[]): Promise<void> {
  await tx.query(
    `insert into sluice.series as known (kind, subject, step, at, value)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::double precision[])
     on conflict (step, at, kind, subject) do update set value = case
       when known.kind in ('delivered', 'dead') then known.value + excluded.value
       else greatest(known.value, excluded.value)
     end`,
    [
      buckets.map(({ kind }) => kind),
      buckets.map(({ subject }) => subject),
      buckets.map(({ step }) => step),
      buckets.map(({ at }) => at),
      buckets.map(({ value }) => value),
    ],
  )
}

/** The hours of the last so many, with what is not counted yet; those of which nothing is known are left out. */
export async function listHours(
  db: Queryable,
  hours: number,
): Promise<readonly Omit<SeriesBucket, 'step'>[]> {
  const { rows } = await db.query<{ kind: SeriesKind; subject: string; at: Date; value: number }>(
    `with since as (select date_trunc('hour', now(), 'UTC') - make_interval(hours => $1 - 1) as at)
     select kind, subject, at, sum(value)::double precision as value from (
       select kind, subject, at, value from sluice.series where step = 'hour' and at >= (select at from since)
       union all
       select kind, destination_id, date_trunc('hour', at, 'UTC'), case kind when 'dead' then dead else delivered end
       from sluice.deliveries, unnest(array['delivered', 'dead']) as kind where at >= (select at from since)
     ) as known where value > 0 group by kind, subject, at order by at, kind, subject`,
    [hours],
  )
  return rows
}

/** Forgets minutes after a day and hours after 90. */
export async function pruneSeries(db: Queryable): Promise<void> {
  await db.query(
    `delete from sluice.series where at < now() - case step when 'minute' then interval '1 day' else interval '90 days' end`,
  )
}
