import type { RecordsManifest } from '../delta/manifests.ts'
import { GENERATION_RECORD_ID } from '../delta/reserved-records.ts'
import { createManifestStatement } from './manifests.ts'
import type { Transaction } from './open-pool.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Writes what a records table says of itself: as its comment, and of its generation
 * among its rows, since a comment survives when the rows are taken away.
 */
export async function writeRecordsManifest(tx: Transaction, manifest: RecordsManifest): Promise<void> {
  const table = recordsTable(manifest.mappingId)
  await tx.query(createManifestStatement(table, manifest))
  await tx.query(
    `insert into ${table} (record_id, version, known) values ($1, $2, false)
     on conflict (record_id) do update set version = excluded.version`,
    [GENERATION_RECORD_ID, manifest.generation],
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
