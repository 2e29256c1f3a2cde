import type { Op } from '../domain/index.ts'
import type { DeadLetterCode } from '../errors/index.ts'
import type { Queryable } from './database.ts'
import type { SecretBox, SecretPlace } from './secret-box.ts'

/** Where a dead letter fell out of the flow. */
export type DeadLetterStage = 'extract' | 'map' | 'send'

export type DeadLetterStatus = 'open' | 'requeued' | 'delivered' | 'superseded' | 'discarded'

/** A delta or event that will not be tried again by itself. `reason` holds no row value; `payload` does, and is sealed. */
export interface NewDeadLetter {
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly mapping: string
  readonly sync: string
  /** The chunk it was part of; null for rows that never came into one. */
  readonly chunkSeq: number | null
  readonly deltaSeq: number
  readonly recordId: string | null
  readonly op: Op | 'invalid'
  readonly version: number
  /** JSON text: the delta (stages extract and map), or the serialised event (stage send). */
  readonly payload: string
}

/** What `sluice dead-letters ls` prints with --json. */
export interface DeadLetterDocument {
  readonly id: string
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly mapping: string
  readonly sync: string
  readonly recordId: string | null
  readonly op: Op | 'invalid'
  readonly status: DeadLetterStatus
  readonly createdAt: string
}

/** Keeps dead letters; a letter of the same delta of the same sync is kept once. */
export async function recordDeadLetters(
  db: Queryable,
  secrets: SecretBox,
  letters: readonly NewDeadLetter[],
): Promise<void> {
  if (letters.length === 0) return
  await db.query(
    `insert into sluice.dead_letters
       (stage, code, reason, mapping_id, sync_id, chunk_seq, delta_seq, record_id, op, version, payload)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::int[], $7::bigint[],
       $8::text[], $9::text[], $10::bigint[], $11::text[])
     on conflict (sync_id, delta_seq) do nothing`,
    [
      letters.map(({ stage }) => stage),
      letters.map(({ code }) => code),
      letters.map(({ reason }) => reason),
      letters.map(({ mapping }) => mapping),
      letters.map(({ sync }) => sync),
      letters.map(({ chunkSeq }) => chunkSeq),
      letters.map(({ deltaSeq }) => deltaSeq),
      letters.map(({ recordId }) => recordId),
      letters.map(({ op }) => op),
      letters.map(({ version }) => version),
      letters.map(({ payload, sync, deltaSeq }) => secrets.seal(payload, describeSealPlace(sync, deltaSeq))),
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
}

export interface DeadLetterFilter {
  readonly mapping?: string
  readonly sync?: string
  readonly stage?: DeadLetterStage
  readonly code?: DeadLetterCode
  readonly status?: DeadLetterStatus
  readonly limit: number
}

/** Dead letters, newest first, without their payload. */
export async function listDeadLetters(
  db: Queryable,
  filter: DeadLetterFilter,
): Promise<readonly DeadLetterDocument[]> {
  const { rows } = await db.query<DeadLetterRow>(
    `select * from sluice.dead_letters
     where ($1::text is null or mapping_id = $1) and ($2::uuid is null or sync_id = $2)
       and ($3::text is null or stage = $3) and ($4::text is null or code = $4) and ($5::text is null or status = $5)
     order by id desc limit $6`,
    [
      filter.mapping ?? null,
      filter.sync ?? null,
      filter.stage ?? null,
      filter.code ?? null,
      filter.status ?? null,
      filter.limit,
    ],
  )
  return rows.map(parseDeadLetter)
}

/** One dead letter with its payload opened, or null. */
export async function readDeadLetter(
  db: Queryable,
  secrets: SecretBox,
  id: string,
): Promise<(DeadLetterDocument & { readonly payload: string }) | null> {
  const { rows } = await db.query<DeadLetterRow>('select * from sluice.dead_letters where id = $1', [id])
  const [row] = rows
  if (row === undefined) return null
  return {
    ...parseDeadLetter(row),
    payload: secrets.open(row.payload, describeSealPlace(row.sync_id, row.delta_seq)),
  }
}

/** How many open dead letters each mapping has. */
export async function countOpenDeadLetters(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ mapping_id: string; open: number }>(
    `select mapping_id, count(*) as open from sluice.dead_letters where status = 'open' group by mapping_id`,
  )
  return new Map(rows.map(({ mapping_id, open }) => [mapping_id, open]))
}

function describeSealPlace(sync: string, deltaSeq: number): SecretPlace {
  return `letters/${sync}/${deltaSeq}`
}

function parseDeadLetter(row: DeadLetterRow): DeadLetterDocument {
  return {
    id: String(row.id),
    stage: row.stage,
    code: row.code,
    reason: row.reason,
    mapping: row.mapping_id,
    sync: row.sync_id,
    recordId: row.record_id,
    op: row.op,
    status: row.status,
    createdAt: row.created_at.toISOString(),
  }
}
