import type { CommitRequest, SeqRange } from '../warehouse.ts'
import { checkStagedRows, describeLostRows } from './check-staged-rows.ts'
import { findTable } from './find-table.ts'
import { checkOwner, createMarkStatement, parseStagedMark } from './mark.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { isEmpty, lockRecords, UNIDENTIFIED_RECORD_ID } from './records.ts'
import { GROUP_HIGH, GROUP_LOW } from './settle-identifiers.ts'
import { recordsKey, recordsTable, stagedTable } from './state-tables.ts'

/** How long the version of a deleted record is kept, in case it comes back. */
const TOMBSTONE_AGE = '7 days'

/**
 * Folds what a sync has staged into the records of its mapping, and drops it. The records table notes the sync in the same
 * transaction, which is how a second commit is told from one whose rows were lost.
 */
export async function commit(pool: WarehousePool, request: CommitRequest): Promise<void> {
  const { installationId, mappingId, syncId } = request
  const owner = { installationId, mappingId }
  const staged = stagedTable(syncId)
  const records = recordsTable(mappingId)
  if ((await findTable(pool, records)) === null)
    throw describeLostRows(syncId, pool.place, `${records} is gone`)

  await pool.transaction('isolation level read committed', async (tx) => {
    const recordsMark = await lockRecords(tx, owner, pool)
    if (recordsMark.lastCommit?.syncId === syncId) return
    const found = await findTable(tx, staged)
    if (found === null) throw describeLostRows(syncId, pool.place, `${staged} is gone`)
    const mark = parseStagedMark(found.comment)
    checkOwner(mark, owner, staged, pool.place)
    if (mark === null) return
    if (mark.epoch < recordsMark.epoch)
      throw describeLostRows(
        syncId,
        pool.place,
        `they are of epoch ${mark.epoch}, the mapping was reset to ${recordsMark.epoch}`,
      )
    await checkStagedRows(tx, mark, pool.place)
    if (request.doubtful !== undefined) await doubt(tx, staged, records, request.doubtful)
    if (request.only !== undefined) await keepOnly(tx, staged, request.only)

    const dead = request.dead ?? []
    const isFirst = await isEmpty(tx, mappingId)
    if (!isFirst) await foldDeltas(tx, staged, records, dead)
    await insertNew(tx, { staged, records, dead, key: isFirst ? recordsKey(mappingId) : null })
    if (mark.summary.invalid > 0) await foldInvalid(tx, staged, records)
    await tx.query(`delete from ${records} where deleted_at < now() - $1::interval`, [TOMBSTONE_AGE])
    await tx.query(`drop table ${staged}`)
    const lastCommit = { syncId, summary: mark.summary }
    await tx.query(createMarkStatement(records, { ...owner, epoch: mark.epoch, lastCommit }))
  })
}

const IN_RANGES = `exists (
      select from unnest($1::bigint[], $2::bigint[]) as range (from_seq, to_seq)
      where staged.seq between range.from_seq and range.to_seq
    )`

/**
 * Remembers of rows that may have gone out that nothing is certain of them. A record that was known gets a digest that no row has, the
 * same however often it is doubted, so that it is updated or deleted next time; one that was not is known from now on without a digest, so that it is added, or deleted.
 */
async function doubt(
  tx: Transaction,
  staged: string,
  records: string,
  ranges: readonly SeqRange[],
): Promise<void> {
  const values = [ranges.map(({ fromSeq }) => fromSeq), ranges.map(({ toSeq }) => toSeq)]
  await tx.query(
    `
    update ${records} as known set high = 0, low = 0
    from ${staged} as staged
    where staged.op in ('updated', 'deleted') and known.record_id = staged.record_id and ${IN_RANGES}`,
    values,
  )
  await tx.query(
    `
    insert into ${records} (record_id, version, known)
    select record_id, version - 1, true from ${staged} as staged where op = 'added' and ${IN_RANGES}
    on conflict (record_id) do update set known = true, high = null, low = null, deleted_at = null`,
    values,
  )
}

/** Takes the rows to deliver that are in none of the ranges out of the staged table: they stay as they were last committed. */
async function keepOnly(tx: Transaction, staged: string, only: readonly SeqRange[]): Promise<void> {
  await tx.query(
    `delete from ${staged} as staged where op <> 'invalid' and seq is not null and not ${IN_RANGES}`,
    [only.map(({ fromSeq }) => fromSeq), only.map(({ toSeq }) => toSeq)],
  )
}

/** True, as SQL, for a staged row that has gone out. */
const HAS_GONE_OUT = 'staged.seq is not null and staged.seq <> all ($1::bigint[])'

/** A version above 1 says that the record is known. */
async function foldDeltas(
  tx: Transaction,
  staged: string,
  records: string,
  dead: readonly number[],
): Promise<void> {
  await tx.query(
    `
    update ${records} as known
    set
      high = staged.high,
      low = staged.low,
      version = staged.version,
      delivered = case when ${HAS_GONE_OUT} then staged.version else known.delivered end,
      known = true,
      deleted_at = case when staged.op = 'deleted' then now() end
    from ${staged} as staged
    where staged.op <> 'invalid' and staged.version > 1 and known.record_id = staged.record_id`,
    [dead],
  )
}

// The first version of a record that is there already: nothing was certain of it.
const AS_DOUBTED = `
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      delivered = excluded.delivered,
      known = true,
      deleted_at = excluded.deleted_at`

interface Insertion {
  readonly staged: string
  readonly records: string
  readonly dead: readonly number[]
  /** Name of the primary key, when the table is empty: an index made at once is faster, and smaller, than one that grows row by row. */
  readonly key: string | null
}

async function insertNew(tx: Transaction, { staged, records, dead, key }: Insertion): Promise<void> {
  if (key !== null) await tx.query(`alter table ${records} drop constraint ${key}`)
  await tx.query(
    `
    insert into ${records} (record_id, high, low, version, known, delivered, deleted_at)
    select record_id, high, low, version, true, case when ${HAS_GONE_OUT} then version end, case when op = 'deleted' then now() end
    from ${staged} as staged where op <> 'invalid' and version = 1
    ${key === null ? AS_DOUBTED : ''}`,
    [dead],
  )
  if (key !== null) await tx.query(`alter table ${records} add constraint ${key} primary key (record_id)`)
}

/**
 * A group of rows with one identifier, or none, is remembered as one record, so that it is reported again only when it changes. A
 * record that was never delivered is marked as such: it is added when it is mended, and no loss when it goes.
 */
async function foldInvalid(tx: Transaction, staged: string, records: string): Promise<void> {
  await tx.query(
    `
    insert into ${records} as before (record_id, high, low, version, known)
    select coalesce(record_id, $1), ${GROUP_HIGH}, ${GROUP_LOW}, max(version), false
    from ${staged} where op = 'invalid' group by 1
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      deleted_at = null,
      known = before.known and before.high is not null`,
    [UNIDENTIFIED_RECORD_ID],
  )
}
