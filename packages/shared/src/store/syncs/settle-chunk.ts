import type { NewDeadLetter, Outcome } from '../../domain/index.ts'
import type { Database, Queryable } from '../database/database.ts'
import { recordDeadLetters } from '../dead-letters/dead-letters.ts'
import { moveLetter } from '../dead-letters/letter-history.ts'
import { createPayloadPlace, type SecretBox } from '../../secrets/index.ts'

/** Where the events of a chunk went. */
export interface ChunkUsage {
  readonly destination: string
  /** A count of the distinct users of those that were delivered, sealed; null where nobody has counted them. */
  readonly users: Buffer | null
  /** The first day that is not in the billing month whose calls they are, where calls are limited. */
  readonly monthTo?: string
}

/** What became of a chunk. */
export interface ChunkEnd {
  readonly sync: string
  readonly chunk: number
  readonly outcome: Outcome
  /** One for each row that is invalid or dead. */
  readonly letters: readonly NewDeadLetter[]
  /** The rows that the filter of the mapping keeps back. */
  readonly skippedSeqs: readonly number[]
  /** What of it counts as usage; absent where nothing was to be sent. */
  readonly usage?: ChunkUsage
  /** Until when the chunk is the caller's to settle, by the clock of the database (epoch). */
  readonly untilMs?: number
}

/**
 * Writes down, once, what became of a chunk, with its dead letters in the same transaction. False when it
 * was settled before, its sync has ended and been tidied up, or it is not the caller's any more. A chunk
 * of a requeue closes the letters that it was made of, and opens again those that have failed again.
 */
export async function settleChunk(db: Database, secrets: SecretBox, end: ChunkEnd): Promise<boolean> {
  // The usual case is one statement, and so one round trip.
  if (end.letters.length === 0) return (await recordSettled(db, end)) !== null
  return db.transaction(async (tx) => {
    const settled = await recordSettled(tx, end)
    if (settled === null) return false
    if (settled.isRequeue) await reopenFailedLetters(tx, secrets, end)
    else await recordDeadLetters(tx, secrets, end.letters)
    return true
  })
}

async function recordSettled(
  db: Queryable,
  { sync, chunk, outcome, letters, skippedSeqs, untilMs, usage }: ChunkEnd,
): Promise<{ readonly isRequeue: boolean } | null> {
  const { rows } = await db.query<{ requeue: boolean }>(
    `with settled as (
       update sluice.chunks set status = 'settled', skipped = $3, invalid = $4, delivered = $5, dead = $6, settled_at = now(),
         kept_back = (select range_agg(int8range(kept, kept, '[]')) from unnest($8::bigint[]) as kept)
       where sync_id = $1 and chunk = $2 and status = 'open' and gone_out is null
         and ($9::double precision is null or extract(epoch from clock_timestamp()) * 1000 < $9)
       returning sync_id, from_seq, to_seq
     ), released as (
       delete from sluice.reserved_calls reserved using settled
       where reserved.sync_id = settled.sync_id and reserved.chunk = $2 returning made
     ), counted as (
       insert into sluice.deliveries (destination_id, at, delivered, dead, users)
       select $10::text, least(now(), $12::timestamp at time zone 'utc' - interval '1 millisecond'),
         greatest(0, $5::integer - (select coalesce(sum(upper(part) - lower(part)), 0) from released, unnest(made) as part)),
         $4::integer + $6::integer, $11::bytea from settled
       where $10::text is not null and $4::integer + $5::integer + $6::integer > 0
     ), requeue as (
       select settled.* from settled join sluice.syncs sync on sync.id = settled.sync_id where sync.origin = 'requeue'
     ), delivered as (
       update sluice.dead_letters letter set ${moveLetter('delivered', `jsonb_build_object('sync', $1::text)`)}
       from requeue
       where letter.requeue_sync = requeue.sync_id and letter.requeue_seq between requeue.from_seq and requeue.to_seq
         and letter.status = 'requeued' and letter.requeue_seq <> all ($7::bigint[]) and letter.requeue_seq <> all ($8::bigint[])
     ), filtered as (
       update sluice.dead_letters letter set ${moveLetter('discarded', `jsonb_build_object('sync', $1::text)`)}
       from requeue
       where letter.requeue_sync = requeue.sync_id and letter.requeue_seq = any ($8::bigint[]) and letter.status = 'requeued'
     )
     select exists (select from requeue) as requeue from settled`,
    [
      sync,
      chunk,
      outcome.skipped,
      outcome.invalid,
      outcome.delivered,
      outcome.dead,
      letters.map(({ deltaSeq }) => deltaSeq),
      skippedSeqs,
      untilMs ?? null,
      usage?.destination ?? null,
      usage?.users ?? null,
      usage?.monthTo ?? null,
    ],
    'record_settled',
  )
  return rows[0] === undefined ? null : { isRequeue: rows[0].requeue }
}

/** Requeued letters that have failed again are open again, with the reason of now and what they hold now. */
async function reopenFailedLetters(
  tx: Queryable,
  secrets: SecretBox,
  { sync, chunk, letters }: ChunkEnd,
): Promise<void> {
  const bySeq = new Map(letters.map((letter) => [letter.deltaSeq, letter]))
  const { rows } = await tx.query<{ id: number; requeue_seq: number; sync_id: string; delta_seq: number }>(
    `select id, requeue_seq, sync_id, delta_seq from sluice.dead_letters
     where requeue_sync = $1 and requeue_seq = any ($2::bigint[]) and status = 'requeued'`,
    [sync, [...bySeq.keys()]],
  )
  const failed = rows.flatMap(({ id, requeue_seq, sync_id, delta_seq }) => {
    const letter = bySeq.get(requeue_seq)
    // What it holds stays sealed for the delta that it came from.
    const place = createPayloadPlace({ sync: sync_id, deltaSeq: delta_seq })
    return letter === undefined ? [] : [{ id, letter, payload: secrets.seal(letter.payload, place) }]
  })
  await tx.query(
    `update sluice.dead_letters letter set ${moveLetter('open', `jsonb_build_object('sync', $1::text)`)},
       chunk = $2, stage = failed.stage, code = failed.code, reason = failed.reason, payload = failed.payload
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) as failed (id, stage, code, reason, payload)
     where letter.id = failed.id`,
    [
      sync,
      chunk,
      failed.map(({ id }) => id),
      failed.map(({ letter }) => letter.stage),
      failed.map(({ letter }) => letter.code),
      failed.map(({ letter }) => letter.reason),
      failed.map(({ payload }) => payload),
    ],
  )
}
