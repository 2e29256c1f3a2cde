import { SluiceError } from '@sluice/shared/errors'
import type { StageRequest, StagedSummary } from '../warehouse.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { compare, type Comparison } from './compare.ts'
import { planContent } from './content.ts'
import type { Place } from './describe-error.ts'
import { describeModel } from './describe-model.ts'
import { describeRunError } from './describe-run-error.ts'
import { findTable } from './find-table.ts'
import { RECORD_ID_LIMIT_BYTES } from './limits.ts'
import { checkOwner, createMarkStatement, parseStagedMark } from './mark.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { preparePlanner } from './prepare-planner.ts'
import { countKnown, createRecords, forgetRecords, isEmpty, lockRecords } from './records.ts'
import { settleIdentifiers } from './settle-identifiers.ts'
import { recordsTable, stagedTable } from './state-tables.ts'

/**
 * Compares a model with what its mapping has committed and keeps the difference as the staged table of the sync, in one
 * transaction: where the table is, it is complete. So a sync that was staged already, or committed, gets the same answer again
 * and nothing is done.
 *
 * The staged table holds one row per row of the model that has changed, or has no usable identifier, and one per record that has vanished. `op` is
 * added, updated, deleted or invalid. `seq` counts the rows to deliver from 1 without gaps, then the invalid ones.
 */
export async function stage(pool: WarehousePool, request: StageRequest): Promise<StagedSummary> {
  await createRecords(pool, request)
  const work = async (tx: Transaction): Promise<StagedSummary> => {
    const { installationId, mappingId, epoch, syncId } = request
    const owner = { installationId, mappingId }
    const mark = await lockRecords(tx, owner, pool)
    if (mark.lastCommit?.syncId === syncId) return mark.lastCommit.summary
    const adopted = await adoptStaged(tx, pool, request)
    if (adopted !== null) return adopted
    if (mark.epoch > epoch) throw describeNewerEpoch(request, mark.epoch, pool.place)
    if (mark.epoch < epoch) await forgetRecords(tx, owner, epoch)
    return stageAnew(tx, request)
  }
  return pool.transaction('isolation level repeatable read', work, request.signal)
}

async function stageAnew(tx: Transaction, request: StageRequest): Promise<StagedSummary> {
  const { installationId, mappingId, epoch, syncId, model, modelId } = request
  const table = stagedTable(syncId)
  const columns = await describeModel(tx, model, modelId)
  await preparePlanner(tx)
  const stagedAt = await readClock(tx)
  const known = await countKnown(tx, mappingId)
  const comparison: Comparison = {
    request,
    columns,
    content: planContent(columns, model.identifier),
    known,
    isFirst: known === 0 && (await isEmpty(tx, mappingId)),
  }
  try {
    await settleIdentifiers(tx, comparison, await compare(tx, comparison))
  } catch (error) {
    throw describeRunError(error, modelId, model.query)
  }
  // Rows stand in the order of `seq`, all but a few: an index of a thousandth of their size finds a page of them.
  await tx.query(`create index on ${table} using brin (seq) with (pages_per_range = 16)`)
  const { rows, ...counts } = await countStaged(tx, request)
  const summary = { stagedAt, ...counts, known }
  const mark = { installationId, mappingId, epoch, syncId, summary, rows, content: comparison.content }
  await tx.query(createMarkStatement(table, mark))
  return summary
}

function describeNewerEpoch(
  { mappingId, epoch }: StageRequest,
  known: number,
  { sourceId, address }: Place,
): SluiceError {
  return new SluiceError(
    'warehouse_state_foreign',
    `source ${sourceId}: ${recordsTable(mappingId)} in warehouse ${address} is of epoch ${known} of mapping ${mappingId}, this is ${epoch}: ` +
      `the control database is older than the warehouse; reset the mapping until its epoch is higher`,
  )
}

async function adoptStaged(
  tx: Transaction,
  pool: WarehousePool,
  request: StageRequest,
): Promise<StagedSummary | null> {
  const table = stagedTable(request.syncId)
  const found = await findTable(tx, table)
  if (found === null) return null
  const mark = parseStagedMark(found.comment)
  checkOwner(mark, request, table, pool.place)
  if (mark === null) return null
  await checkStagedRows(tx, mark, pool.place)
  return mark.summary
}

type Counts = Omit<StagedSummary, 'stagedAt' | 'known'> & { readonly rows: number }

async function countStaged(tx: Transaction, { syncId, modelId }: StageRequest): Promise<Counts> {
  const { rows } = await tx.query<
    Record<'added' | 'updated' | 'deleted' | 'invalid' | 'delivered' | 'rows' | 'longest', number>
  >(`
    select
      count(*) filter (where op = 'added') as added,
      count(*) filter (where op = 'updated') as updated,
      count(*) filter (where op = 'deleted') as deleted,
      count(*) filter (where op = 'invalid') as invalid,
      count(*) filter (where op <> 'invalid' and seq is not null) as delivered,
      count(*) as rows,
      coalesce(max(octet_length(record_id)), 0) as longest
    from ${stagedTable(syncId)}`)
  const [counted] = rows
  if (counted === undefined) throw new Error('an aggregate gave no row')
  const { added, updated, deleted, invalid, delivered, longest } = counted
  if (longest > RECORD_ID_LIMIT_BYTES) {
    throw new SluiceError(
      'query_failed',
      `model ${modelId}: an identifier is ${longest} bytes long, more than ${RECORD_ID_LIMIT_BYTES}: choose a column that names the row`,
    )
  }
  return {
    added,
    updated,
    deleted,
    invalid,
    skipped: added + updated + deleted - delivered,
    toDeliver: delivered,
    lastSeq: delivered,
    rows: counted.rows,
  }
}

async function readClock(tx: Transaction): Promise<string> {
  const { rows } = await tx.query<{ now: string }>(
    `select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  )
  return rows[0]?.now ?? ''
}
