import type pg from 'pg'
import { checkOwner } from '../delta/check-owner.ts'
import { forgottenManifest } from '../delta/decide-stage.ts'
import { parseRecordsManifest, RECORDS_FORMAT, type RecordsManifest } from '../delta/manifests.ts'
import { GENERATION_RECORD_ID, INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'
import type { MappingOwner, MemoryManifest, RecordCounts } from '../port.ts'
import { findTable, hasStateSchema } from './find-table.ts'
import { lockTable } from './lock-table.ts'
import { createManifestStatement } from './manifests.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { readRowsGeneration, writeRecordsManifest } from './records-manifest.ts'
import { recordsKey, recordsTable } from './state-tables.ts'

// Any number that only Sluice uses: one maker of state at a time, since "if not exists" alone may fail for two at once.
const CREATE_LOCK = 7_505_432_001

/**
 * Makes sure that the records table of a mapping is there, and the schema around it. `high` and `low` are the
 * halves of the digest of a record's row, null once it is deleted; `known` is false for a record that no row has
 * ever stood for alone, so that the model is not compared with it; `delivered` is the last version that went out:
 * trigger and filter let it pass, and it did not die. `in_doubt` is the op of a version that may have gone out, and
 * nobody knows; `kept_back` is what the record would be to whoever receives it, had trigger or filter let it pass;
 * `sync` is the number of the sync that the version comes from, null where that is not known.
 */
export async function createRecords(
  pool: WarehousePool,
  { installationId, mappingId }: MappingOwner,
): Promise<void> {
  const owner = { installationId, mappingId }
  const table = recordsTable(owner.mappingId)
  const found = await findTable(pool, table)
  if (found !== null) return upgradeEarly(pool, owner, found.comment)
  await createStateSchema(pool)
  await pool.transaction('isolation level read committed', async (tx) => {
    await takeCreateLock(tx)
    if ((await findTable(tx, table)) !== null) return
    await tx.query(`
      create table ${table} (
        version bigint not null,
        high bigint,
        low bigint,
        deleted_at timestamptz,
        delivered bigint,
        sync integer,
        known boolean not null,
        in_doubt text,
        kept_back text,
        record_id text collate "C" constraint ${recordsKey(owner.mappingId)} primary key
      )`)
    await tx.query(`create index on ${table} (deleted_at) where deleted_at is not null`)
    const manifest = forgottenManifest(owner, { epoch: 0, generation: 0 })
    await tx.query(createManifestStatement(table, manifest))
  })
}

/**
 * A table of an earlier format is made one of this in a transaction of its own, since that keeps out whoever reads it.
 */
async function upgradeEarly(pool: WarehousePool, owner: MappingOwner, comment: string | null): Promise<void> {
  const manifest = parseRecordsManifest(comment)
  if (manifest === null || manifest.format === RECORDS_FORMAT) return
  await pool.transaction('isolation level read committed', async (tx) => {
    await writeRecordsManifest(tx, await lockRecords(tx, owner, pool))
  })
}

/** Waits for whoever else makes state, until the transaction ends. */
export async function takeCreateLock(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [CREATE_LOCK])
}

/** Makes sure that the schema of Sluice is there; needs no right to make it when it is. */
export async function createStateSchema(pool: WarehousePool): Promise<void> {
  await pool.transaction('isolation level read committed', async (tx) => {
    await takeCreateLock(tx)
    if (!(await hasStateSchema(tx))) await tx.query(`create schema ${STATE_SCHEMA}`)
  })
}

/**
 * Takes the mapping's one place in the warehouse until the transaction ends, and reads
 * whose records these are. The lock is the table's own: `lock table` takes no snapshot,
 * so a repeatable read that waited for another's commit sees it.
 */
export async function lockRecords(
  tx: Transaction,
  owner: MappingOwner,
  pool: WarehousePool,
): Promise<RecordsManifest> {
  const table = recordsTable(owner.mappingId)
  await lockTable(tx, pool, table, 'exclusive')
  const manifest = parseRecordsManifest((await findTable(tx, table))?.comment ?? null)
  const known = checkOwner(manifest, owner, table, pool.place)
  if (known.format !== RECORDS_FORMAT) {
    await tx.query(
      `alter table ${table} add column if not exists in_doubt text, add column if not exists kept_back text,
         add column if not exists sync integer`,
    )
  }
  // Before the first commit there are no rows to say so; the first format did not.
  const isCounted = known.format !== undefined && known.generation > 0
  const generation = isCounted ? ((await readRowsGeneration(tx, owner.mappingId)) ?? 0) : known.generation
  return { ...known, format: RECORDS_FORMAT, generation }
}

/**
 * Forgets what was sent under an earlier epoch, tombstones too. Which records there were is remembered, without
 * a digest: those of which a row is there are added again, and those that have gone meanwhile are still deleted.
 */
export async function forgetRecords(
  tx: Transaction,
  owner: MappingOwner,
  next: MemoryManifest,
): Promise<RecordsManifest> {
  const table = recordsTable(owner.mappingId)
  await tx.query(`delete from ${table} where not known or deleted_at is not null`)
  await tx.query(
    `update ${table} set version = 0, high = null, low = null, delivered = null, in_doubt = null, kept_back = null, sync = null`,
  )
  const manifest = forgottenManifest(owner, next)
  await writeRecordsManifest(tx, manifest)
  return manifest
}

/**
 * What forgetRecords would leave of a mapping's records, as SQL after `from`: to be looked at, nothing is copied for it
 * and nobody is kept out.
 */
export function createForgottenSelect(mappingId: string): string {
  return `(
    select record_id, 0::bigint as version, null::bigint as high, null::bigint as low, deleted_at, known,
      null::text as in_doubt, null::text as kept_back
    from ${recordsTable(mappingId)} where known and deleted_at is null
  )`
}

/** How many records are there to be compared with: delivered or skipped, and not deleted since. */
export async function countKnown(tx: Transaction, records: string): Promise<number> {
  const { rows } = await tx.query<{ known: number }>(
    `select count(*) as known from ${records} as records where known and deleted_at is null and record_id <> $1`,
    [INVALID_RECORD_ID],
  )
  return rows[0]?.known ?? 0
}

/** True when nothing is remembered of a mapping, not even that a record has gone. */
export async function isEmpty(tx: Transaction, records: string): Promise<boolean> {
  const { rows } = await tx.query<{ empty: boolean }>(
    `select not exists (select from ${records} as records where record_id <> $1) as empty`,
    [GENERATION_RECORD_ID],
  )
  return rows[0]?.empty ?? false
}

/** How many records are remembered as sent, and as kept back; none when there is no table of them. */
export async function countRecords(pool: WarehousePool, owner: MappingOwner): Promise<RecordCounts> {
  const table = recordsTable(owner.mappingId)
  const manifest = parseRecordsManifest((await findTable(pool, table))?.comment ?? null)
  if (manifest?.installationId !== owner.installationId) return { sent: 0, keptBack: 0 }
  const keptBack = manifest.format === undefined ? 'false' : 'kept_back is not null'
  const { rows } = await pool.query<RecordCounts & pg.QueryResultRow>(
    `select count(*) filter (where known and deleted_at is null and not ${keptBack}) as sent,
       count(*) filter (where ${keptBack}) as "keptBack"
     from ${table} where record_id <> $1`,
    [INVALID_RECORD_ID],
  )
  return rows[0] ?? { sent: 0, keptBack: 0 }
}
