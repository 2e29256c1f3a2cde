import type { Database, Queryable } from '@sluice/shared/store'

/** A database whose clock is ahead by what `readMs` says when a statement runs. */
export function shiftClock(db: Database, readMs: () => number): Database {
  const shift = (queryable: Queryable): Queryable => ({
    // Without its name, which belongs to one text.
    query: (text, values) =>
      queryable.query(
        text.replaceAll(
          'clock_timestamp()',
          `(clock_timestamp() + make_interval(secs => ${readMs() / 1_000}))`,
        ),
        values,
      ),
  })
  return { ...db, ...shift(db), transaction: (work) => db.transaction((tx) => work(shift(tx))) }
}
