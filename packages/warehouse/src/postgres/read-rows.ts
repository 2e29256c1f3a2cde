import type { ModelQuery, PreviewRow } from '../port.ts'
import { planContent, createValuesJson } from './content.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createRunError } from './create-run-error.ts'
import { createModelSelect } from './model-select.ts'
import type { WarehousePool } from './open-pool.ts'

/** Some rows of a model, written as staging writes them; changes nothing. */
export function readRows(
  pool: WarehousePool,
  model: ModelQuery,
  modelId: string,
  limit: number,
): Promise<readonly PreviewRow[]> {
  return pool.transaction('read only', async (tx) => {
    const columns = await readModelColumns(tx, model, modelId)
    const json = createValuesJson(planContent(columns, model.identifier), 'model')
    try {
      const { rows } = await tx.query<PreviewRow>(
        `select record_id as "recordId", ${json} as row from (${createModelSelect(
          model,
          columns,
          columns.map(({ name }) => name),
        )}) as model limit $1`,
        [limit],
      )
      return rows
    } catch (error) {
      throw createRunError(error, modelId, model.query)
    }
  })
}
