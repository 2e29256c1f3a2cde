import { SluiceError } from '@sluice/shared/errors'
import type { Column, StageRequest, StagedSummary } from '../warehouse.ts'
import { describeModel } from './describe-model.ts'
import { describeRunError, type Place } from './describe-error.ts'
import { findTable } from './find-table.ts'
import { checkOwner, createMarkStatement, parseStagedMark } from './mark.ts'
import { createDeletedRow, createModelSelect } from './model-select.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import {
  createRecords,
  forgetRecords,
  lockRecords,
  NEVER_DELIVERED,
  UNIDENTIFIED_RECORD_ID,
} from './records.ts'
import { RECORD_ID_LIMIT_BYTES, ROW_LIMIT_BYTES } from './limits.ts'
import { settleIdentifiers } from './settle-identifiers.ts'
import { recordsTable, stagedTable } from './state-tables.ts'
import { checkStagedRows } from './check-staged-rows.ts'

/**
 * Compares a model with what its mapping has committed and keeps the difference as the staged table of the sync, in one
 * transaction: where the table is, it is complete. So a sync that was staged already, or committed, gets the same answer again
 * and nothing is done.
 *
 * The staged table holds one row per row of the model or vanished record: `op` is added, updated, deleted or invalid, null for a
 * row that has not changed, which is there without its content to tell duplicates and goes with the table. `seq` counts the rows
 * to deliver from 1 without gaps, then the invalid ones.
 */
export async function stage(pool: WarehousePool, request: StageRequest): Promise<StagedSummary> {
  await createRecords(pool, request)
  const work = async (tx: Transaction): Promise<StagedSummary> => {
    const { installationId, mappingId, epoch, syncId, model, modelId } = request
    const owner = { installationId, mappingId }
    const mark = await lockRecords(tx, owner, pool)
    if (mark.lastCommit?.syncId === syncId) return mark.lastCommit.summary
    const adopted = await adoptStaged(tx, pool, request)
    if (adopted !== null) return adopted
    if (mark.epoch > epoch) throw describeNewerEpoch(request, mark.epoch, pool.place)
    if (mark.epoch < epoch) await forgetRecords(tx, owner, epoch)

    const columns = await describeModel(tx, model, modelId)
    const stagedAt = await readClock(tx)
    await compare(tx, request, columns)
    // A table this new has no statistics, and how many identifiers it holds decides how to look for duplicates.
    await tx.query(`analyze ${stagedTable(syncId)} (seq, op, record_id, version)`)
    await settleIdentifiers(tx, {
      staged: stagedTable(syncId),
      records: recordsTable(mappingId),
      modelSelect: createModelSelect(model, columns),
      emptyRow: createDeletedRow(columns),
      identifier: model.identifier,
    }).catch((error: unknown) => {
      throw describeRunError(error, modelId)
    })
    await indexStaged(tx, stagedTable(syncId))
    const { rows, ...counts } = await countStaged(tx, request)
    const summary = { stagedAt, ...counts, known: await countKnown(tx, mappingId) }
    await tx.query(createMarkStatement(stagedTable(syncId), { ...owner, epoch, syncId, summary, rows }))
    return summary
  }
  return pool.transaction('isolation level repeatable read', work, request.signal)
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

/**
 * Reads the model once and meets each of its rows with the record of the same id. A row is kept with its content only when it
 * is to be delivered or has no identifier.
 */
async function compare(tx: Transaction, request: StageRequest, columns: readonly Column[]): Promise<void> {
  const { mappingId, syncId, model, modelId, trigger } = request
  const statement = `
    create unlogged table ${stagedTable(syncId)} with (autovacuum_enabled = false) as
    select
      case when to_deliver and not is_large
        then count(*) filter (where to_deliver and not is_large) over (rows between unbounded preceding and current row)
      end as seq,
      case when to_deliver and is_large then 'invalid' else op end as op,
      case when to_deliver and is_large then 'row_too_large' when record_id is null then 'identifier_null' end as code,
      record_id, checksum, version,
      case
        when is_large and (to_deliver or op = 'invalid') then json_build_object($5::text, record_id)::text
        when to_deliver or op = 'invalid' then row
      end as row
    from (
      select delta.*, coalesce(op = any ($1::text[]), false) as to_deliver, octet_length(row) > ${ROW_LIMIT_BYTES} as is_large
      from (
        select
          case
            when model.checksum is null then 'deleted'
            when model.record_id is null then 'invalid'
            when known.checksum is null then 'added'
            when known.checksum <> model.checksum then 'updated'
          end as op,
          coalesce(model.record_id, known.record_id) as record_id,
          model.checksum,
          coalesce(known.version, 0) + 1 as version,
          case when model.checksum is null then $2::text else model.row end as row
        from (${createModelSelect(model, columns)}) as model
        full join (
          select record_id, case when not starts_with(checksum, $4) then checksum end as checksum, version
          from ${recordsTable(mappingId)} where record_id <> $3
        ) as known on known.record_id = model.record_id
        where model.checksum is not null or known.checksum is not null
      ) as delta
    ) as decided`
  try {
    await tx.query(statement, [
      trigger,
      createDeletedRow(columns),
      UNIDENTIFIED_RECORD_ID,
      NEVER_DELIVERED,
      model.identifier,
    ])
  } catch (error) {
    throw describeRunError(error, modelId)
  }
}

/** The two ways in which the staged table is read, page by page. */
async function indexStaged(tx: Transaction, table: string): Promise<void> {
  await tx.query(`create unique index on ${table} (seq) where seq is not null and op <> 'invalid'`)
  await tx.query(`create unique index on ${table} (seq) where seq is not null and op = 'invalid'`)
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
  const skipped = added + updated + deleted - delivered
  return {
    added,
    updated,
    deleted,
    invalid,
    skipped,
    toDeliver: delivered,
    lastSeq: delivered,
    rows: counted.rows,
  }
}

async function countKnown(tx: Transaction, mappingId: string): Promise<number> {
  const { rows } = await tx.query<{ known: number }>(
    `select count(*) as known from ${recordsTable(mappingId)} where checksum is not null and not starts_with(checksum, $1) and record_id <> $2`,
    [NEVER_DELIVERED, UNIDENTIFIED_RECORD_ID],
  )
  return rows[0]?.known ?? 0
}

async function readClock(tx: Transaction): Promise<string> {
  const { rows } = await tx.query<{ now: string }>(
    `select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  )
  return rows[0]?.now ?? ''
}
