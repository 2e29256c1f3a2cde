import type { RecordFacts, StagedRecord } from '@sluice/shared/domain'
import { chooseColumns, NO_COLUMNS } from '../delta/choose-columns.ts'
import { DIGESTED } from '../delta/digested-op.ts'
import { checkOwner } from '../delta/check-owner.ts'
import { foretell, NO_RECORD, type RecordState } from '../delta/foretell.ts'
import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import { parseRecordsManifest, type RecordsManifest } from '../delta/manifests.ts'
import { parseRemembered, type RememberedColumns } from '../delta/parse-remembered.ts'
import { RESERVED_RECORD_IDS } from '../delta/reserved-records.ts'
import type { RecordRequest } from '../record-reader.ts'
import { createValuesJson, planContent } from './content.ts'
import { createRunError } from './create-run-error.ts'
import { findTable } from './find-table.ts'
import { createModelSelect } from './model-select.ts'
import { readLog } from './read-log.ts'
import { narrowToRecord } from './narrow-model.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { readModelColumns } from './read-model-columns.ts'
import { recordsTable, stagedTable } from './state-tables.ts'

const SNAPSHOT = 'isolation level repeatable read read only'
export const CHECKSUM = `coalesce(lpad(to_hex(high), 16, '0') || lpad(to_hex(low), 16, '0'), '')`

/** Where a record stands; the model is run under the limits of `models`. */
export async function readRecord(
  pool: WarehousePool,
  models: WarehousePool,
  request: RecordRequest,
): Promise<RecordFacts> {
  const { signal } = request
  const state = await pool.transaction(SNAPSHOT, (tx) => readState(tx, pool, request), signal)
  return foretell(request, state, () =>
    models.transaction('read only', (tx) => readRows(tx, request, state.manifest), signal),
  )
}

async function readState(tx: Transaction, pool: WarehousePool, request: RecordRequest): Promise<RecordState> {
  const { recordId, syncs } = request
  if (RESERVED_RECORD_IDS.includes(recordId)) return NO_RECORD
  const staged = await readStaged(tx, syncs, recordId)
  const log = await readLog(tx, request.mappingId, recordId)
  const table = recordsTable(request.mappingId)
  const found = await findTable(tx, table)
  if (found === null) return { manifest: null, remembered: null, staged, log }
  const manifest = checkOwner(parseRecordsManifest(found.comment), request, table, pool.place)
  // Whatever columns it has: a table of an earlier format has fewer.
  const { rows } = await tx.query<RememberedColumns>(
    `select version, ${CHECKSUM} as checksum, to_jsonb(record) - 'high' - 'low' as memory
     from ${table} as record where record_id = $1`,
    [recordId],
  )
  const remembered = rows[0] === undefined ? null : parseRemembered(rows[0], manifest)
  return { manifest, remembered, staged, log }
}

async function readStaged(
  tx: Transaction,
  syncs: readonly string[],
  recordId: string,
): Promise<StagedRecord | null> {
  for (const sync of syncs) {
    const table = stagedTable(sync)
    if ((await findTable(tx, table)) === null) continue
    const { rows } = await tx.query<Omit<StagedRecord, 'sync'>>(
      `select op, version, ${CHECKSUM} as checksum, seq is not null and op <> 'invalid' as "isToDeliver"
       from ${table} where record_id = $1 and op <> ${DIGESTED} limit 1`,
      [recordId],
    )
    if (rows[0] !== undefined) return { sync, ...rows[0] }
  }
  return null
}

async function readRows(
  tx: Transaction,
  { model, modelId, recordId, compared }: RecordRequest,
  manifest: RecordsManifest | null,
): Promise<Pick<RecordFacts, 'columns' | 'rows'>> {
  const columns = await readModelColumns(tx, model, modelId)
  const json = createValuesJson(planContent(columns, model.identifier), 'model')
  const names = columns.map(({ name }) => name)
  // The first stage makes a memory that has digested no column yet.
  const known = manifest === null ? NO_COLUMNS : manifest.columns
  const { digested } = chooseColumns(names, compared, model.identifier, known)
  const select = createModelSelect(narrowToRecord(model, columns, recordId), columns, digested)
  try {
    const { rows } = await tx.query<{ row: string | null; checksum: string }>(
      `select case when size <= ${ROW_LIMIT_BYTES} then ${json} end as row, ${CHECKSUM} as checksum from (${select}) as model limit 2`,
      [recordId],
    )
    return { columns: names, rows }
  } catch (error) {
    throw createRunError(error, modelId, model.query)
  }
}
