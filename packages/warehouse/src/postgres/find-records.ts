import { checkOwner } from '../delta/check-owner.ts'
import { digestOfMessage } from '../delta/digest-of-message.ts'
import { parseRecordsManifest } from '../delta/manifests.ts'
import { RESERVED_RECORD_IDS } from '../delta/reserved-records.ts'
import { FOUND_LIMIT, type MessageSearch, type ValueSearch } from '../record-reader.ts'
import { createRunError } from './create-run-error.ts'
import { findTable } from './find-table.ts'
import { parseStagedManifest } from './manifests.ts'
import { createModelSelect } from './model-select.ts'
import { narrowToValue } from './narrow-model.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { findLogged } from './read-log.ts'
import { readModelColumns } from './read-model-columns.ts'
import { CHECKSUM } from './read-record.ts'
import { recordsTable, stagedTable } from './state-tables.ts'

/** The ids of the records whose row has a value in a column. */
export function findRecordsWith(
  models: WarehousePool,
  { model, modelId, column, text, signal }: ValueSearch,
): Promise<readonly string[]> {
  const find = async (tx: Transaction): Promise<readonly string[]> => {
    const columns = await readModelColumns(tx, model, modelId)
    if (!columns.some(({ name }) => name === column)) return []
    const names = columns.map(({ name }) => name)
    const select = createModelSelect(narrowToValue(model, columns, { column, text }), columns, names)
    try {
      const { rows } = await tx.query<{ id: string }>(
        `select distinct record_id as id from (${select}) as model where record_id is not null limit ${FOUND_LIMIT}`,
        [text],
      )
      return rows.map(({ id }) => id)
    } catch (error) {
      throw createRunError(error, modelId, model.query)
    }
  }
  return models.transaction('read only', find, signal)
}

/** The ids of the records whose last version, or what is staged of them, makes a messageId. */
export function findRecordsOf(pool: WarehousePool, search: MessageSearch): Promise<readonly string[]> {
  const { mappingId, messageId, prefixes, syncs, signal } = search
  const digest = digestOfMessage(messageId)
  if (digest === null) return Promise.resolve([])
  const findIn = async (tx: Transaction, table: string, epoch: number): Promise<readonly string[]> => {
    const prefix = prefixes[epoch]
    if (prefix === undefined) return []
    const { rows } = await tx.query<{ id: string }>(
      `select record_id as id from ${table}
       where sha256(convert_to($1::text || version || ':0:' || ${CHECKSUM} || ':' || record_id, 'UTF8')) = decode($2, 'hex')
         and record_id <> all ($3::text[]) limit ${FOUND_LIMIT}`,
      [prefix, digest, RESERVED_RECORD_IDS],
    )
    return rows.map(({ id }) => id)
  }
  const find = async (tx: Transaction): Promise<readonly string[]> => {
    const ids = new Set<string>()
    for (const sync of syncs) {
      const found = await findTable(tx, stagedTable(sync))
      const manifest = parseStagedManifest(found?.comment ?? null)
      if (manifest === null) continue
      for (const id of await findIn(tx, stagedTable(sync), manifest.epoch)) ids.add(id)
    }
    const table = recordsTable(mappingId)
    const found = await findTable(tx, table)
    if (found !== null) {
      const { epoch } = checkOwner(parseRecordsManifest(found.comment), search, table, pool.place)
      for (const id of await findIn(tx, table, epoch)) ids.add(id)
    }
    return ids.size > 0 ? [...ids] : findLogged(tx, mappingId, messageId)
  }
  return pool.transaction('read only', find, signal)
}
