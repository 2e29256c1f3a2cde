import { findTable, hasStateSchema } from './find-table.ts'
import { lockTable } from './lock-table.ts'
import { checkOwner, createMarkStatement, parseRecordsMark, type RecordsMark } from './mark.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { recordsKey, recordsTable, STATE_SCHEMA } from './state-tables.ts'

interface Owner {
  readonly installationId: string
  readonly mappingId: string
}

/**
 * The records table keeps the group of rows without an identifier under this id. It begins with a control character, which no
 * identifier that tells a row from others can sensibly have.
 */
export const UNIDENTIFIED_RECORD_ID = '\u0001sluice: rows without an identifier'

// Any number that only Sluice uses: one maker of state at a time, since "if not exists" alone may fail for two at once.
const CREATE_LOCK = 7_505_432_001

/**
 * Makes sure that the records table of a mapping is there, and the schema around it. `high` and `low` are the halves of the digest of a
 * record's row, null once it is deleted; `known` is false for a record that no row has ever stood for alone, so that the model is not compared with
 * it; `delivered` is the last version that went out: the trigger asked for it, and it did not die (whether the filter left it
 * out is not known here).
 */
export async function createRecords(
  pool: WarehousePool,
  { installationId, mappingId, epoch }: Owner & { readonly epoch: number },
): Promise<void> {
  const owner = { installationId, mappingId }
  const table = recordsTable(owner.mappingId)
  if ((await findTable(pool, table)) !== null) return
  await createStateSchema(pool)
  await pool.transaction('isolation level read committed', async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [CREATE_LOCK])
    if ((await findTable(tx, table)) !== null) return
    await tx.query(`
      create table ${table} (
        version bigint not null,
        high bigint,
        low bigint,
        deleted_at timestamptz,
        delivered bigint,
        known boolean not null,
        record_id text collate "C" constraint ${recordsKey(owner.mappingId)} primary key
      )`)
    await tx.query(`create index on ${table} (deleted_at) where deleted_at is not null`)
    await tx.query(createMarkStatement(table, { ...owner, epoch, lastCommit: null }))
  })
}

/** Makes sure that the schema of Sluice is there; needs no right to make it when it is. */
export async function createStateSchema(pool: WarehousePool): Promise<void> {
  await pool.transaction('isolation level read committed', async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [CREATE_LOCK])
    if (!(await hasStateSchema(tx))) await tx.query(`create schema ${STATE_SCHEMA}`)
  })
}

/**
 * Takes the mapping's one place in the warehouse until the transaction ends, and reads whose records these are.
 * The lock is the table's own: `lock table` takes no snapshot, so a repeatable read that waited for another's commit sees it.
 */
export async function lockRecords(tx: Transaction, owner: Owner, pool: WarehousePool): Promise<RecordsMark> {
  const table = recordsTable(owner.mappingId)
  await lockTable(tx, pool, table, 'exclusive')
  const mark = parseRecordsMark((await findTable(tx, table))?.comment ?? null)
  checkOwner(mark, owner, table, pool.place)
  // checkOwner refuses a table without a mark.
  return mark as RecordsMark
}

/**
 * Forgets what was sent under an earlier epoch, tombstones too. Which records there were is remembered, without a digest: those of which a
 * row is there are added again, and those that have gone meanwhile are still deleted.
 */
export async function forgetRecords(tx: Transaction, owner: Owner, epoch: number): Promise<void> {
  const table = recordsTable(owner.mappingId)
  await tx.query(`delete from ${table} where not known or deleted_at is not null`)
  await tx.query(`update ${table} set version = 0, high = null, low = null, delivered = null`)
  await tx.query(createMarkStatement(table, { ...owner, epoch, lastCommit: null }))
}

/** How many records are there to be compared with: delivered or skipped, and not deleted since. */
export async function countKnown(tx: Transaction, mappingId: string): Promise<number> {
  const { rows } = await tx.query<{ known: number }>(
    `select count(*) as known from ${recordsTable(mappingId)} where known and deleted_at is null and record_id <> $1`,
    [UNIDENTIFIED_RECORD_ID],
  )
  return rows[0]?.known ?? 0
}

/** True when nothing is remembered of a mapping, not even that a record has gone. */
export async function isEmpty(tx: Transaction, mappingId: string): Promise<boolean> {
  const { rows } = await tx.query<{ empty: boolean }>(
    `select not exists (select from ${recordsTable(mappingId)}) as empty`,
  )
  return rows[0]?.empty ?? false
}
