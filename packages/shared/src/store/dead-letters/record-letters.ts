import type { DeadLetterStage, DeadLetterStatus, LetterEvent, Op } from '../../domain/index.ts'
import type { DeadLetterCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import {
  createPayloadPlace,
  digestRecordId,
  openIfKeyKnown,
  openRecordId,
  type SecretBox,
} from '../../secrets/index.ts'

/** A dead letter of a record that is known by its id, without what is sealed of it. */
export interface RecordLetter {
  readonly id: string
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly sync: string
  /** The requeue that has it, or had it last. */
  readonly requeue: string | null
  readonly op: Op | 'invalid'
  readonly epoch: number
  readonly version: number
  readonly status: DeadLetterStatus
  readonly createdAt: string
  readonly updatedAt: string
  readonly history: readonly LetterEvent[]
}

interface LetterRow extends Omit<RecordLetter, 'id' | 'createdAt' | 'updatedAt'> {
  id: number
  created_at: Date
  updated_at: Date
}

/** So many letters of one record can be looked at. */
export const RECORD_LETTERS_LIMIT = 500

/** The dead letters of a record, oldest first; the newest of them where there are very many. */
export async function listRecordLetters(
  db: Queryable,
  mapping: string,
  recordId: string,
): Promise<readonly RecordLetter[]> {
  const { rows } = await db.query<LetterRow>(
    `select id, stage, code, reason, sync_id as sync, requeue_sync as requeue, op, epoch, version, status, created_at, updated_at, history
     from sluice.dead_letters where mapping_id = $1 and record_key = $2 order by id desc limit $3`,
    [mapping, digestRecordId(mapping, recordId), RECORD_LETTERS_LIMIT],
  )
  return rows
    .map(({ id, created_at: created, updated_at: updated, ...letter }) => ({
      ...letter,
      id: String(id),
      createdAt: created.toISOString(),
      updatedAt: updated.toISOString(),
    }))
    .toReversed()
}

/** What a letter holds, opened; null where no key of this process does. */
export interface LetterContent {
  readonly id: string
  readonly stage: DeadLetterStage
  readonly recordId: string | null
  readonly payload: string | null
}

interface ContentRow {
  id: number
  stage: DeadLetterStage
  record_id: string | null
  sync_id: string
  delta_seq: number
  payload: string
}

/** A page of a mapping's letters with what they hold, newest first: those of one record, or all of them. */
export async function listLetterContents(
  db: Queryable,
  secrets: SecretBox,
  mapping: string,
  { recordId, before, limit }: { recordId: string | null; before: string | null; limit: number },
): Promise<readonly LetterContent[]> {
  const { rows } = await db.query<ContentRow>(
    `select id, stage, record_id, sync_id, delta_seq, payload from sluice.dead_letters
     where mapping_id = $1 and ($2::text is null or record_key = $2) and ($3::bigint is null or id < $3) order by id desc limit $4`,
    [mapping, digestRecordId(mapping, recordId), before, limit],
  )
  return rows.map((row) => {
    const origin = { sync: row.sync_id, deltaSeq: row.delta_seq }
    return {
      id: String(row.id),
      stage: row.stage,
      recordId: openIfKeyKnown(() => openRecordId(secrets, row.record_id, origin)),
      payload: openIfKeyKnown(() => secrets.open(row.payload, createPayloadPlace(origin))),
    }
  })
}

/** A number that can be the id of a letter. */
const IS_ID = /^\d{1,18}$/

/** The id of the record that a letter of a mapping is about; null where there is none. */
export async function readLetterRecord(
  db: Queryable,
  secrets: SecretBox,
  mapping: string,
  letter: string,
): Promise<string | null> {
  if (!IS_ID.test(letter)) return null
  const { rows } = await db.query<Pick<ContentRow, 'record_id' | 'sync_id' | 'delta_seq'>>(
    'select record_id, sync_id, delta_seq from sluice.dead_letters where mapping_id = $1 and id = $2',
    [mapping, letter],
  )
  const [row] = rows
  return row === undefined
    ? null
    : openRecordId(secrets, row.record_id, { sync: row.sync_id, deltaSeq: row.delta_seq })
}
