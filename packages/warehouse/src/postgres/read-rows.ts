import { chooseIdentifier } from '../delta/choose-identifier.ts'
import type { DraftQuery } from '../draft-query.ts'
import type { PreviewRow } from '../port.ts'
import { planContent, createValuesJson } from './content.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createRunError } from './create-run-error.ts'
import { createModelSelect } from './model-select.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'

/** Some rows of a model, written as staging writes them; changes nothing. */
export function readRows(
  pool: WarehousePool,
  draft: DraftQuery,
  modelId: string,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly PreviewRow[]> {
  const read = async (tx: Transaction): Promise<readonly PreviewRow[]> => {
    const columns = await readModelColumns(tx, draft, modelId)
    const model = chooseIdentifier(draft, columns)
    const recordId = draft.identifier === null ? 'null' : 'record_id'
    const json = createValuesJson(planContent(columns, model.identifier), 'model')
    try {
      const { rows } = await tx.query<PreviewRow>(
        `select ${recordId} as "recordId", ${json} as row from (${createModelSelect(
          model,
          columns,
          columns.map(({ name }) => name),
        )}) as model limit $1`,
        [limit],
      )
      return rows
    } catch (error) {
      throw createRunError(error, modelId, draft.query)
    }
  }
  return pool.transaction('read only', read, signal)
}
