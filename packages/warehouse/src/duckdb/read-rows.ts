import type { ModelQuery, PreviewRow } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createModelSelect, createRowJson } from './model-select.ts'
import type { Session } from './session.ts'
import { createRunError } from './statement-errors.ts'

/** Some rows of a model, written as staging writes them; changes nothing. */
export async function readRows(
  session: Session,
  model: ModelQuery,
  modelId: string,
  limit: number,
): Promise<readonly PreviewRow[]> {
  const columns = await readModelColumns(session, model, modelId)
  const select = createModelSelect(model, columns, [])
  try {
    return await session.query<PreviewRow>(
      `select record_id as "recordId", ${createRowJson(columns, 'model')} as row from (${select}) as model limit $1`,
      [limit],
    )
  } catch (error) {
    throw createRunError(error, modelId)
  }
}
