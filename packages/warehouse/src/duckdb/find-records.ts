import { checkOwner } from '../delta/check-owner.ts'
import { digestOfMessage } from '../delta/digest-of-message.ts'
import { parseManifest, parseRecordsManifest, STAGED_MANIFEST } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import { FOUND_LIMIT, type MessageSearch, type ValueSearch } from '../record-reader.ts'
import { findTable } from './find-table.ts'
import { createModelSelect, IS_RECORD } from './model-select.ts'
import { createModelRelation } from './model-relation.ts'
import { quoteIdentifier } from './quote.ts'
import { findLogged } from './read-log.ts'
import { readModelColumns } from './read-model-columns.ts'
import { CHECKSUM } from './read-record.ts'
import type { Session } from './session.ts'
import { recordsTable, stagedTable, type StateTable } from './state-tables.ts'
import { createRunError } from './statement-errors.ts'

/** The ids of the records whose row has a value in a column. */
export async function findRecordsWith(
  session: Session,
  { model, modelId, column, text }: ValueSearch,
): Promise<readonly string[]> {
  const columns = await readModelColumns(session, model, modelId)
  if (!columns.some(({ name }) => name === column)) return []
  const query = `select * from ${createModelRelation(model.query)} where model.${quoteIdentifier(column)}::varchar = $1`
  const select = createModelSelect({ ...model, query }, columns, [])
  try {
    const rows = await session.query<{ id: string }>(
      `select distinct record_id as id from (${select}) as model where record_id is not null limit ${FOUND_LIMIT}`,
      [text],
    )
    return rows.map(({ id }) => id)
  } catch (error) {
    throw createRunError(error, modelId)
  }
}

/** The ids of the records whose last version, or what is staged of them, makes a messageId. */
export async function findRecordsOf(
  session: Session,
  place: Place,
  search: MessageSearch,
): Promise<readonly string[]> {
  const { mappingId, messageId, prefixes, syncs } = search
  const digest = digestOfMessage(messageId)
  if (digest === null) return []
  const ids = new Set<string>()
  const findIn = async ({ sql }: StateTable, epoch: number): Promise<void> => {
    const prefix = prefixes[epoch]
    if (prefix === undefined) return
    const rows = await session.query<{ id: string }>(
      `select record_id as id from ${sql}
       where sha256(concat($1, version, ':0:', ${CHECKSUM}, ':', record_id)) = $2 and ${IS_RECORD}
       limit ${FOUND_LIMIT}`,
      [prefix, digest],
    )
    for (const { id } of rows) ids.add(id)
  }
  for (const sync of syncs) {
    const table = stagedTable(sync)
    const manifest = parseManifest(STAGED_MANIFEST, (await findTable(session, table))?.comment ?? null)
    if (manifest !== null) await findIn(table, manifest.epoch)
  }
  const table = recordsTable(mappingId)
  const found = await findTable(session, table)
  if (found !== null) {
    await findIn(table, checkOwner(parseRecordsManifest(found.comment), search, table.shown, place).epoch)
  }
  return ids.size > 0 ? [...ids] : findLogged(session, mappingId, messageId)
}
