import type {
  DeadLetterDocument,
  DeadLetterStage,
  DeadLetterStatus,
  LetterEvent,
  NewDeadLetter,
  Op,
  OpenedDeadLetter,
} from '../../domain/index.ts'
import type { DeadLetterCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import {
  createPayloadPlace,
  digestRecordId,
  openRecordId,
  sealRecordId,
  type SecretBox,
} from '../../secrets/index.ts'
import { createLetterCondition, type LetterFilter } from './letter-filter.ts'

/** Keeps dead letters; a letter of the same delta of the same sync is kept once. */
export async function recordDeadLetters(
  db: Queryable,
  secrets: SecretBox,
  letters: readonly NewDeadLetter[],
): Promise<void> {
  if (letters.length === 0) return
  await db.query(
    `insert into sluice.dead_letters
       (stage, code, reason, mapping_id, sync_id, chunk, delta_seq, record_id, record_key, op, version, payload, epoch)
     select letter.*, coalesce((sync.plan ->> 'epoch')::bigint, 1)
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::int[], $7::bigint[],
       $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[])
       as letter (stage, code, reason, mapping_id, sync_id, chunk, delta_seq, record_id, record_key, op, version, payload)
     left join sluice.syncs sync on sync.id = letter.sync_id
     order by letter.delta_seq
     on conflict (sync_id, delta_seq) do nothing`,
    [
      letters.map(({ stage }) => stage),
      letters.map(({ code }) => code),
      letters.map(({ reason }) => reason),
      letters.map(({ mapping }) => mapping),
      letters.map(({ sync }) => sync),
      letters.map(({ chunk }) => chunk),
      letters.map(({ deltaSeq }) => deltaSeq),
      letters.map((letter) => sealRecordId(secrets, letter.recordId, letter)),
      letters.map(({ mapping, recordId }) => digestRecordId(mapping, recordId)),
      letters.map(({ op }) => op),
      letters.map(({ version }) => version),
      letters.map((letter) => secrets.seal(letter.payload, createPayloadPlace(letter))),
    ],
  )
}

interface DeadLetterRow {
  id: number
  stage: DeadLetterStage
  code: DeadLetterCode
  reason: string
  mapping_id: string
  sync_id: string
  delta_seq: number
  record_id: string | null
  op: Op | 'invalid'
  status: DeadLetterStatus
  created_at: Date
  payload: string
  history: readonly LetterEvent[]
}

/** Dead letters, newest first, without their payload; without the key of letters also without their record ids. */
export async function listDeadLetters(
  db: Queryable,
  secrets: SecretBox | null,
  filter: LetterFilter & { readonly limit: number },
): Promise<readonly DeadLetterDocument[]> {
  const { where, values } = createLetterCondition(filter)
  const { rows } = await db.query<DeadLetterRow>(
    `select id, stage, code, reason, mapping_id, sync_id, delta_seq, record_id, op, status, created_at
     from sluice.dead_letters where ${where} order by id desc limit $${values.length + 1}`,
    [...values, filter.limit],
  )
  return rows.map((row) => parseDeadLetter(row, secrets))
}

/** One dead letter with its payload opened, or null. */
export async function readDeadLetter(
  db: Queryable,
  secrets: SecretBox,
  id: string,
): Promise<OpenedDeadLetter | null> {
  const { rows } = await db.query<DeadLetterRow>('select * from sluice.dead_letters where id = $1', [id])
  const [row] = rows
  if (row === undefined) return null
  const place = createPayloadPlace({ sync: row.sync_id, deltaSeq: row.delta_seq })
  return {
    ...parseDeadLetter(row, secrets),
    payload: secrets.open(row.payload, place),
    history: row.history,
  }
}

/** A dead letter without what is sealed of it: neither record id nor payload. */
export interface DeadLetterOutline extends Omit<DeadLetterDocument, 'recordId'> {
  readonly history: readonly LetterEvent[]
}

/** One dead letter as whoever holds no key may see it, or null. */
export async function readDeadLetterOutline(db: Queryable, id: string): Promise<DeadLetterOutline | null> {
  const { rows } = await db.query<Omit<DeadLetterRow, 'payload'>>(
    `select id, stage, code, reason, mapping_id, sync_id, delta_seq, null as record_id, op, status, created_at, history
     from sluice.dead_letters where id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) return null
  const { recordId: _recordId, ...outline } = parseDeadLetter(row, null)
  return { ...outline, history: row.history }
}

/** Positions of the staged rows of a sync that became dead letters, whatever has become of those since. */
export async function listDeadSeqs(db: Queryable, sync: string): Promise<readonly number[]> {
  const { rows } = await db.query<{ delta_seq: number }>(
    `select delta_seq from sluice.dead_letters where sync_id = $1 and stage <> 'extract'`,
    [sync],
  )
  return rows.map(({ delta_seq }) => delta_seq)
}

/** Why a staged row became a dead letter. */
export interface DeadCause {
  readonly seq: number
  readonly code: DeadLetterCode
  readonly reason: string
  /** True when an event was made of it. */
  readonly hasEvent: boolean
}

/** The same rows with their causes, in order: at most `limit` above `afterSeq`. */
export async function listDeadCauses(
  db: Queryable,
  sync: string,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<readonly DeadCause[]> {
  const { rows } = await db.query<DeadCause>(
    `select delta_seq as seq, code, reason, stage = 'send' as "hasEvent" from sluice.dead_letters
     where sync_id = $1 and stage <> 'extract' and delta_seq > $2 order by delta_seq limit $3`,
    [sync, afterSeq, limit],
  )
  return rows
}

/** How many open dead letters each mapping has, or each of these. */
export async function countOpenDeadLetters(
  db: Queryable,
  mappings: readonly string[] | null = null,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ mapping_id: string; open: number }>(
    `select mapping_id, count(*) as open from sluice.dead_letters
     where status = 'open' and ($1::text[] is null or mapping_id = any($1)) group by mapping_id`,
    [mappings],
  )
  return new Map(rows.map(({ mapping_id, open }) => [mapping_id, open]))
}

function parseDeadLetter(
  row: Omit<DeadLetterRow, 'payload' | 'history'>,
  secrets: SecretBox | null,
): DeadLetterDocument {
  const origin = { sync: row.sync_id, deltaSeq: row.delta_seq }
  return {
    id: String(row.id),
    stage: row.stage,
    code: row.code,
    reason: row.reason,
    mapping: row.mapping_id,
    sync: row.sync_id,
    recordId: secrets === null ? null : openRecordId(secrets, row.record_id, origin),
    op: row.op,
    status: row.status,
    createdAt: row.created_at.toISOString(),
  }
}
