import { chooseIdentifier } from '../delta/choose-identifier.ts'
import type { DraftQuery } from '../draft-query.ts'
import type { PreviewRow } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createModelSelect, createRowJson } from './model-select.ts'
import type { Session } from './session.ts'
import { createRunError } from './statement-errors.ts'

/** Some rows of a model, written as staging writes them; changes nothing. */
export async function readRows(
  session: Session,
  draft: DraftQuery,
  modelId: string,
  limit: number,
): Promise<readonly PreviewRow[]> {
  const columns = await readModelColumns(session, draft, modelId)
  const model = chooseIdentifier(draft, columns)
  const recordId = draft.identifier === null ? 'null' : 'record_id'
  const select = createModelSelect(model, columns, [])
  try {
    return await session.query<PreviewRow>(
      `select ${recordId} as "recordId", ${createRowJson(columns, 'model')} as row from (${select}) as model limit $1`,
      [limit],
    )
  } catch (error) {
    throw createRunError(error, modelId)
  }
}
