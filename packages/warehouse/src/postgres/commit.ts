import type { CommitRequest, MemoryMark } from '../port.ts'
import { countChange } from '../delta/judge-memory.ts'
import { checkStagedRows, describeLostRows } from './check-staged-rows.ts'
import { refuseOutdated } from './describe-outdated.ts'
import { findTable } from './find-table.ts'
import { doubt, foldDeltas, foldInvalid, insertNew, keepBack, keepOnly } from './fold-rows.ts'
import { checkOwner, parseStagedMark, type RecordsMark, type StagedMark } from './mark.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { isEmpty, lockRecords } from './records.ts'
import { writeRecordsMark } from './records-mark.ts'
import { recordsKey, recordsTable, stagedTable } from './state-tables.ts'

/** How long the version of a deleted record is kept, in case it comes back, or its delete was kept back and is asked for. */
const TOMBSTONE_AGE = '7 days'

/**
 * Folds what a sync has staged into the records of its mapping, and drops it. The records table notes the sync in the same
 * transaction, which is how a second commit is told from one whose rows were lost.
 */
export async function commit(pool: WarehousePool, request: CommitRequest): Promise<MemoryMark> {
  const { installationId, mappingId, syncId } = request
  const owner = { installationId, mappingId }
  const staged = stagedTable(syncId)
  const records = recordsTable(mappingId)
  if ((await findTable(pool, records)) === null)
    throw describeLostRows(syncId, pool.place, `${records} is gone`)

  return pool.transaction('isolation level read committed', async (tx) => {
    const known = await lockRecords(tx, owner, pool)
    if (known.lastCommit?.syncId === syncId) return known
    if (!request.isBaseline && !request.takesOlder)
      refuseOutdated(mappingId, known, request.generation, pool.place)
    const mark = await findStaged(tx, pool, request, known)
    if (request.doubtful !== undefined) await doubt(tx, staged, records, request.doubtful)
    if (request.only !== undefined) await keepOnly(tx, staged, request.only)
    for await (const seqs of request.keptBack ?? []) await keepBack(tx, staged, seqs)

    const folding = { staged, records, dead: request.dead ?? [], isBaseline: request.isBaseline ?? false }
    const isFirst = await isEmpty(tx, mappingId)
    if (!isFirst) await foldDeltas(tx, folding)
    await insertNew(tx, { ...folding, key: isFirst ? recordsKey(mappingId) : null })
    if (mark.summary.invalid > 0) await foldInvalid(tx, staged, records)
    // What went out in the epoch before is no version of this one.
    if (folding.isBaseline && mark.epoch !== known.epoch)
      await tx.query(`update ${records} set delivered = null where delivered is not null`)
    await tx.query(`delete from ${records} where deleted_at < now() - $1::interval`, [TOMBSTONE_AGE])
    await tx.query(`drop table ${staged}`)
    return writeMark(tx, request, known, mark)
  })
}

/** What the sync has staged; refuses rows of another installation, of an epoch before, or fewer than there were. */
async function findStaged(
  tx: Transaction,
  pool: WarehousePool,
  { installationId, mappingId, syncId }: CommitRequest,
  known: RecordsMark,
): Promise<StagedMark> {
  const staged = stagedTable(syncId)
  const found = await findTable(tx, staged)
  if (found === null) throw describeLostRows(syncId, pool.place, `${staged} is gone`)
  const mark = parseStagedMark(found.comment)
  checkOwner(mark, { installationId, mappingId }, staged, pool.place)
  // checkOwner refuses a table without a mark.
  const checked = mark as StagedMark
  if (checked.epoch < known.epoch) {
    const fact = `they are of epoch ${checked.epoch}, the mapping was reset to ${known.epoch}`
    throw describeLostRows(syncId, pool.place, fact)
  }
  await checkStagedRows(tx, checked, pool.place)
  return checked
}

async function writeMark(
  tx: Transaction,
  { installationId, mappingId, syncId, only, ...request }: CommitRequest,
  known: RecordsMark,
  staged: StagedMark,
): Promise<MemoryMark> {
  // A part of a sync leaves the other records as they were digested, and kept back, before.
  const { selection, columns } =
    only === undefined ? { selection: staged.selection, columns: staged.digested } : known
  const { generation = 0, isCurrent = true, isBaseline = false } = request
  const mark: RecordsMark = {
    installationId,
    mappingId,
    format: known.format,
    epoch: staged.epoch,
    generation: countChange(known.generation, generation, { isCurrent, isBaseline }),
    lastCommit: { syncId, summary: staged.summary },
    selection,
    columns,
  }
  await writeRecordsMark(tx, mark)
  return mark
}
