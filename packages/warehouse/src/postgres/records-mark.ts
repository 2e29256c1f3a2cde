import type { RecordsMark } from '../delta/marks.ts'
import { GENERATION_RECORD_ID } from '../delta/reserved-records.ts'
import { createMarkStatement } from './marks.ts'
import type { Transaction } from './open-pool.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Writes what a records table says of itself: as its comment, and of its generation
 * among its rows, since a comment survives when the rows are taken away.
 */
export async function writeRecordsMark(tx: Transaction, mark: RecordsMark): Promise<void> {
  const table = recordsTable(mark.mappingId)
  await tx.query(createMarkStatement(table, mark))
  await tx.query(
    `insert into ${table} (record_id, version, known) values ($1, $2, false)
     on conflict (record_id) do update set version = excluded.version`,
    [GENERATION_RECORD_ID, mark.generation],
  )
}

/**
 * The generation that the rows of a records table are of; null when they do not say,
 * since somebody has taken them away.
 */
export async function readRowsGeneration(tx: Transaction, mappingId: string): Promise<number | null> {
  const { rows } = await tx.query<{ version: number }>(
    `select version from ${recordsTable(mappingId)} where record_id = $1`,
    [GENERATION_RECORD_ID],
  )
  return rows[0]?.version ?? null
}
