import type { DeadLetterStage, DeadLetterStatus, Op } from '../../domain/index.ts'
import type { DeadLetterCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { moveLetter } from './letter-history.ts'
import { createPayloadPlace, openRecordId, openIfKeyKnown, type SecretBox } from '../../secrets/index.ts'

/** A letter that a requeue has taken, with what it holds. */
export interface TakenLetter {
  readonly id: string
  /** Its position in the requeue, from 1; positions of letters that were closed meanwhile are missing. */
  readonly seq: number
  readonly stage: Exclude<DeadLetterStage, 'extract'>
  readonly op: Op
  readonly recordId: string
  readonly version: number
  readonly epoch: number
  readonly payload: string
  readonly status: DeadLetterStatus
  readonly code: DeadLetterCode
  readonly reason: string
}

/** Some letters of a requeue, in order; `lastSeq` is the position of the last that was looked at, null at the end. */
export interface TakenPage {
  readonly letters: readonly TakenLetter[]
  /** Ids of letters that no key of this process opens. */
  readonly unreadable: readonly string[]
  readonly lastSeq: number | null
}

/** How many letters a requeue has taken, by what their rows were. */
export interface TakenCounts {
  readonly added: number
  readonly updated: number
  readonly deleted: number
  /** The last position given out. */
  readonly lastSeq: number
  /** Letters that are not on their way any more. */
  readonly closed: number
  /** Of these, the ones that are open again since they lack a column. */
  readonly incomplete: number
}

/** A page of letters ends after this many bytes of sealed payload, with one letter at least. */
const PAGE_LIMIT_BYTES = 4_000_000

/** Mappings that have requeued letters which no sync has taken. */
export async function listMappingsToRequeue(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ mapping_id: string }>(
    `select distinct mapping_id from sluice.dead_letters where status = 'requeued' and requeue_sync is null`,
  )
  return rows.map(({ mapping_id }) => mapping_id)
}

/**
 * Gives a mapping's requeued letters to a sync, in one order: what is to be mapped,
 * then what is to be sent. Of one record only the oldest goes, since the versions of a
 * record must arrive in order; the others wait for the next requeue.
 */
export async function takeLetters(tx: Queryable, mapping: string, sync: string): Promise<number> {
  const { rowCount } = await tx.query(
    `with oldest as (
       select distinct on (coalesce(record_key, id::text)) id, stage from sluice.dead_letters
       where mapping_id = $1 and status = 'requeued' and requeue_sync is null
       order by coalesce(record_key, id::text), epoch, version, id
     ), numbered as (
       select id, row_number() over (order by stage, id) as seq from oldest
     )
     update sluice.dead_letters letter set requeue_sync = $2, requeue_seq = numbered.seq
     from numbered where letter.id = numbered.id and letter.status = 'requeued'`,
    [mapping, sync],
  )
  return rowCount ?? 0
}

/** What a requeue has taken. */
export async function countTakenLetters(db: Queryable, sync: string): Promise<TakenCounts> {
  const { rows } = await db.query<TakenCounts>(
    `select count(*) filter (where op = 'added') as added, count(*) filter (where op = 'updated') as updated,
       count(*) filter (where op = 'deleted') as deleted, coalesce(max(requeue_seq), 0) as "lastSeq",
       count(*) filter (where status <> 'requeued') as closed,
       count(*) filter (where status = 'open' and code = 'row_incomplete') as incomplete
     from sluice.dead_letters where requeue_sync = $1`,
    [sync],
  )
  return rows[0] ?? { added: 0, updated: 0, deleted: 0, lastSeq: 0, closed: 0, incomplete: 0 }
}

interface TakenRow {
  id: number
  seq: number
  stage: TakenLetter['stage']
  op: Op
  record_id: string
  version: number
  epoch: number
  sync_id: string
  delta_seq: number
  payload: string
  status: DeadLetterStatus
  code: DeadLetterCode
  reason: string
}

/**
 * Letters of a requeue that are still to go, or have another status, in order: at most `limit` with a position
 * above `afterSeq`, fewer where they are large.
 */
export async function listTakenLetters(
  db: Queryable,
  secrets: SecretBox,
  sync: string,
  range: { readonly afterSeq: number; readonly toSeq: number; readonly limit: number },
  statuses: readonly DeadLetterStatus[] = ['requeued'],
): Promise<TakenPage> {
  const { rows } = await db.query<TakenRow>(
    `select id, seq, stage, op, record_id, version, epoch, sync_id, delta_seq, payload, status, code, reason
     from (
       select page.*, sum(octet_length(payload)) over (order by seq rows between unbounded preceding and 1 preceding) as before
       from (
         select *, requeue_seq as seq from sluice.dead_letters
         where requeue_sync = $1 and status = any ($6::text[]) and requeue_seq > $2 and requeue_seq <= $3
         order by requeue_seq limit $4
       ) as page
     ) as measured
     where coalesce(before, 0) < $5 order by seq`,
    [sync, range.afterSeq, range.toSeq, range.limit, PAGE_LIMIT_BYTES, statuses],
  )
  const letters: TakenLetter[] = []
  const unreadable: string[] = []
  for (const row of rows) {
    const letter = openIfKeyKnown(() => openLetter(secrets, row))
    if (letter === null) unreadable.push(String(row.id))
    else letters.push(letter)
  }
  return { letters, unreadable, lastSeq: rows.at(-1)?.seq ?? null }
}

function openLetter(secrets: SecretBox, row: TakenRow): TakenLetter {
  const { seq, stage, op, version, epoch, status, code, reason } = row
  const origin = { sync: row.sync_id, deltaSeq: row.delta_seq }
  const recordId = openRecordId(secrets, row.record_id, origin) ?? ''
  const payload = secrets.open(row.payload, createPayloadPlace(origin))
  return { id: String(row.id), seq, stage, op, recordId, version, epoch, payload, status, code, reason }
}

/** What the warehouse remembers of a letter's record: its newest version that was delivered, and the epoch of that. */
export interface DeliveredVersion {
  readonly id: string
  readonly epoch: number
  readonly version: number
}

/**
 * Closes taken letters whose record has gone out since in a newer version, or with
 * other content in the same one: as the warehouse remembers it, or as a letter that was
 * delivered later. A version that died itself is not remembered as gone out.
 */
export async function closeSupersededLetters(
  db: Queryable,
  sync: string,
  ids: readonly string[],
  delivered: readonly DeliveredVersion[],
): Promise<number> {
  const { rowCount } = await db.query(
    `with known as (
       select * from unnest($3::bigint[], $4::bigint[], $5::bigint[]) as known (id, epoch, version)
     )
     update sluice.dead_letters letter set ${moveLetter('superseded', `jsonb_build_object('sync', $1::text)`)}
     where letter.requeue_sync = $1::uuid and letter.status = 'requeued' and letter.id = any($2::bigint[]) and (
       exists (
         select from known where known.id = letter.id and (known.epoch, known.version) >= (letter.epoch, letter.version)
       ) or exists (
         select from sluice.dead_letters other
         where other.mapping_id = letter.mapping_id and other.record_key = letter.record_key and other.status = 'delivered'
           and (other.epoch, other.version) > (letter.epoch, letter.version)
       )
     )`,
    [
      sync,
      ids,
      delivered.map(({ id }) => id),
      delivered.map(({ epoch }) => epoch),
      delivered.map(({ version }) => version),
    ],
  )
  return rowCount ?? 0
}

/**
 * Opens again what a requeue has not brought to an end, or only the letters that are named, for another cause than
 * before where one is given; changes nothing for any other sync.
 */
export async function reopenTakenLetters(
  db: Queryable,
  sync: string,
  ids: readonly string[] | null = null,
  cause: { readonly code: DeadLetterCode; readonly reason: string } | null = null,
): Promise<void> {
  await db.query(
    `update sluice.dead_letters letter set ${moveLetter('open', `jsonb_build_object('sync', $1::text)`)},
       code = coalesce($3, code), reason = coalesce($4, reason)
     where requeue_sync = $1::uuid and status = 'requeued' and ($2::bigint[] is null or id = any ($2::bigint[]))`,
    [sync, ids, cause?.code ?? null, cause?.reason ?? null],
  )
}

/** Opens again what waits to be taken by a mapping that cannot take it, such as one that was removed. */
export async function reopenWaitingLetters(db: Queryable, mapping: string): Promise<number> {
  const { rowCount } = await db.query(
    `update sluice.dead_letters letter set ${moveLetter('open', `'{}'::jsonb`)}
     where mapping_id = $1 and status = 'requeued' and requeue_sync is null`,
    [mapping],
  )
  return rowCount ?? 0
}
