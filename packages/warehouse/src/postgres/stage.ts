import { SluiceError } from '@sluice/shared/errors'
import { judgeMemory } from '../delta/judge-memory.ts'
import type { StagedSummary, StageRequest, StageResult } from '../port.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { compare, type Comparison } from './compare.ts'
import { planContent } from './content.ts'
import { describeModel } from './describe-model.ts'
import { describeRunError } from './describe-run-error.ts'
import { findTable } from './find-table.ts'
import { RECORD_ID_LIMIT_BYTES } from './limits.ts'
import { checkOwner, createMarkStatement, parseStagedMark, type RecordsMark } from './mark.ts'
import type { ModelColumn } from './model-column.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { describeOutdated } from './describe-outdated.ts'
import { preparePlanner } from './prepare-planner.ts'
import { countKnown, createRecords, forgetRecords, isEmpty, lockRecords } from './records.ts'
import { settleIdentifiers } from './settle-identifiers.ts'
import { stagedTable } from './state-tables.ts'
import { trimRecordIds } from './trim-record-ids.ts'

/**
 * Compares a model with what its mapping has committed and keeps the difference as the staged table of the sync, in one
 * transaction: where the table is, it is complete. So a sync that was staged already, or committed, gets the same answer again
 * and nothing is done.
 *
 * The staged table holds one row per row of the model that has changed, or has no usable identifier, and one per record that has vanished. `op` is
 * added, updated, deleted or invalid. `seq` counts the rows to deliver from 1 without gaps, then the invalid ones.
 */
export async function stage(pool: WarehousePool, request: StageRequest): Promise<StageResult> {
  await createRecords(pool, request)
  const work = async (tx: Transaction): Promise<StageResult> => {
    const { installationId, mappingId, syncId, memory } = request
    const owner = { installationId, mappingId }
    const mark = await lockRecords(tx, owner, pool)
    if (mark.lastCommit?.syncId === syncId) return { ...mark.lastCommit.summary, epoch: mark.epoch }
    const adopted = await adoptStaged(tx, pool, request)
    if (adopted !== null) return adopted
    const verdict = judgeMemory(mark, memory)
    switch (verdict.kind) {
      case 'outdated':
        throw describeOutdated(mappingId, mark, memory.generation, pool.place)
      case 'forget': {
        const next = { epoch: verdict.epoch, generation: memory.generation }
        return stageAnew(tx, request, await forgetRecords(tx, owner, next), verdict.epoch)
      }
      case 'keep':
        return stageAnew(tx, request, mark, verdict.epoch)
      default:
        return verdict satisfies never
    }
  }
  return pool.transaction('isolation level repeatable read', work, request.signal)
}

async function stageAnew(
  tx: Transaction,
  request: StageRequest,
  known: RecordsMark,
  epoch: number,
): Promise<StageResult> {
  const { installationId, mappingId, syncId, model, modelId, selection } = request
  const table = stagedTable(syncId)
  const columns = await describeModel(tx, model, modelId)
  await refuseMissingColumns(request, known, columns)
  await preparePlanner(tx)
  if (known.columns === undefined)
    await trimRecordIds(
      tx,
      mappingId,
      columns.find(({ name }) => name === model.identifier),
    )
  const stagedAt = await readClock(tx)
  const records = await countKnown(tx, mappingId)
  const digested = orderColumns(columns, known.columns)
  const comparison: Comparison = {
    request,
    columns,
    content: planContent(columns, model.identifier),
    digested,
    looksAgain: known.selection !== undefined && known.selection !== selection,
    known: records,
    isFirst: records === 0 && (await isEmpty(tx, mappingId)),
  }
  try {
    await settleIdentifiers(tx, comparison, await compare(tx, comparison))
  } catch (error) {
    throw describeRunError(error, modelId, model.query)
  }
  // Rows stand in the order of `seq`, all but a few: an index of a thousandth of their size finds a page of them.
  await tx.query(`create index on ${table} using brin (seq) with (pages_per_range = 16)`)
  const { rows, ...counts } = await countStaged(tx, request)
  const summary = { stagedAt, ...counts, known: records }
  const owner = { installationId, mappingId }
  const { content } = comparison
  const mark = { ...owner, epoch, syncId, summary, rows, selection, digested, content }
  await tx.query(createMarkStatement(table, mark))
  return { ...summary, epoch }
}

/** The order in which columns are digested: that of the rows which are remembered, for as long as the columns are the same. */
function orderColumns(
  columns: readonly ModelColumn[],
  known: readonly string[] | undefined,
): readonly string[] {
  const names = columns.map(({ name }) => name)
  // The first format knew no order but that of the model.
  if (known === undefined) return names
  const sorted = names.toSorted()
  return JSON.stringify(known.toSorted()) === JSON.stringify(sorted) ? known : sorted
}

async function refuseMissingColumns(
  { listColumnsRead, mappingId, modelId }: StageRequest,
  { columns: before = [] }: RecordsMark,
  columns: readonly ModelColumn[],
): Promise<void> {
  const gone = before.filter((name) => !columns.some((column) => column.name === name))
  if (gone.length === 0) return
  const read = await listColumnsRead()
  const missing = gone.filter((name) => read === 'all' || read.includes(name))
  if (missing.length === 0) return
  throw new SluiceError(
    'model_changed',
    `model ${modelId} has no column ${missing.join(', ')} any more, which mapping ${mappingId} reads: nothing was sent; ` +
      `bring it back, change the mapping, or \`sluice sync ${mappingId} --allow-missing-columns\` goes on without it`,
  )
}

async function adoptStaged(
  tx: Transaction,
  pool: WarehousePool,
  request: StageRequest,
): Promise<StageResult | null> {
  const table = stagedTable(request.syncId)
  const found = await findTable(tx, table)
  if (found === null) return null
  const mark = parseStagedMark(found.comment)
  checkOwner(mark, request, table, pool.place)
  if (mark === null) return null
  await checkStagedRows(tx, mark, pool.place)
  return { ...mark.summary, epoch: mark.epoch }
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
