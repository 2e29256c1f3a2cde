import type { RecordFacts, StagedRecord } from '@sluice/shared/domain'
import { chooseColumns, NO_COLUMNS } from '../delta/choose-columns.ts'
import { DIGESTED } from '../delta/digested-op.ts'
import { checkOwner } from '../delta/check-owner.ts'
import { NO_RECORD, type RecordState } from '../delta/foretell.ts'
import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import { parseRecordsManifest, type RecordsManifest } from '../delta/manifests.ts'
import { parseRemembered, type RememberedColumns } from '../delta/parse-remembered.ts'
import type { Place } from '../delta/place.ts'
import { RESERVED_RECORD_IDS } from '../delta/reserved-records.ts'
import type { RecordRequest } from '../record-reader.ts'
import { findTable } from './find-table.ts'
import { createModelSelect, createRecordId, createRowJson } from './model-select.ts'
import { createModelRelation } from './model-relation.ts'
import { quoteIdentifier } from './quote.ts'
import { readLog } from './read-log.ts'
import { readModelColumns } from './read-model-columns.ts'
import type { Session } from './session.ts'
import { recordsTable, stagedTable } from './state-tables.ts'
import { createRunError } from './statement-errors.ts'

export const CHECKSUM = `coalesce(lpad(lower(hex(digest)), 32, '0'), '')`

/** What is remembered of a record, and what is staged of it. */
export async function readRecordState(
  session: Session,
  place: Place,
  request: RecordRequest,
): Promise<RecordState> {
  const { recordId, syncs } = request
  if (RESERVED_RECORD_IDS.includes(recordId)) return NO_RECORD
  const staged = await readStaged(session, syncs, recordId)
  const log = await readLog(session, request.mappingId, recordId)
  const table = recordsTable(request.mappingId)
  const found = await findTable(session, table)
  if (found === null) return { manifest: null, remembered: null, staged, log }
  const manifest = checkOwner(parseRecordsManifest(found.comment), request, table.shown, place)
  const [row] = await session.query<
    RememberedColumns['memory'] & Pick<RememberedColumns, 'version' | 'checksum'>
  >(
    `select * exclude (digest, deleted_at), strftime(deleted_at, '%Y-%m-%dT%H:%M:%S.%gZ') as deleted_at, ${CHECKSUM} as checksum
     from ${table.sql} where record_id = $1`,
    [recordId],
  )
  return {
    manifest,
    remembered: row === undefined ? null : parseRemembered({ ...row, memory: row }, manifest),
    staged,
    log,
  }
}

async function readStaged(
  session: Session,
  syncs: readonly string[],
  recordId: string,
): Promise<StagedRecord | null> {
  for (const sync of syncs) {
    const table = stagedTable(sync)
    if ((await findTable(session, table)) === null) continue
    const [row] = await session.query<Omit<StagedRecord, 'sync'>>(
      `select op, version, ${CHECKSUM} as checksum, seq is not null and op <> 'invalid' as "isToDeliver"
       from ${table.sql} where record_id = $1 and op <> ${DIGESTED} limit 1`,
      [recordId],
    )
    if (row !== undefined) return { sync, ...row }
  }
  return null
}

/** The rows that have the id of a record, of many the first two. */
export async function readRecordRows(
  session: Session,
  { model, modelId, recordId, compared }: RecordRequest,
  manifest: RecordsManifest | null,
): Promise<Pick<RecordFacts, 'columns' | 'rows'>> {
  const columns = await readModelColumns(session, model, modelId)
  const names = columns.map(({ name }) => name)
  // The first stage makes a memory that has digested no column yet.
  const known = manifest === null ? NO_COLUMNS : manifest.columns
  const { digested } = chooseColumns(names, compared, model.identifier, known)
  const type = columns.find(({ name }) => name === model.identifier)
  const id = createRecordId(`model.${quoteIdentifier(model.identifier)}`, type)
  const query = `select * from ${createModelRelation(model.query)} where ${id} = $1`
  const select = createModelSelect({ ...model, query }, columns, digested)
  try {
    const rows = await session.query<RecordFacts['rows'][number]>(
      `select case when strlen(content) <= ${ROW_LIMIT_BYTES} then content end as row, checksum
       from (select ${createRowJson(columns, 'model')} as content, ${CHECKSUM} as checksum from (${select}) as model limit 2)`,
      [recordId],
    )
    return { columns: names, rows }
  } catch (error) {
    throw createRunError(error, modelId)
  }
}
