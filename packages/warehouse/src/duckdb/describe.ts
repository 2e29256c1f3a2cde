import { chooseIdentifier } from '../delta/choose-identifier.ts'
import type { DraftQuery } from '../draft-query.ts'
import type { Column } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { findVolatileCall } from './find-volatile-call.ts'
import { createModelSelect, createRowJson } from './model-select.ts'
import type { Session } from './session.ts'
import { createQueryError } from './statement-errors.ts'

/**
 * The columns of a model, after DuckDB has bound what a sync does with them without running it; a warning stands on
 * an identifier that is made up anew each time.
 */
export async function describe(
  session: Session,
  draft: DraftQuery,
  modelId: string,
): Promise<readonly Column[]> {
  const columns = await readModelColumns(session, draft, modelId)
  const model = chooseIdentifier(draft, columns)
  const names = columns.map(({ name }) => name)
  const select = `select record_id, digest, ${createRowJson(columns, 'model')} from (${createModelSelect(model, columns, names)}) as model`
  const prepared = await session.connection.prepare(select).catch((error: unknown) => {
    throw createQueryError(error, modelId)
  })
  prepared.destroySync()
  const call = findVolatileCall(model)
  return columns.map(({ name, type }) => ({
    name,
    type,
    ...(name === draft.identifier && call !== null ? { warning: createVolatileWarning(name, call) } : {}),
  }))
}

function createVolatileWarning(identifier: string, call: string): string {
  return (
    `identifier ${JSON.stringify(identifier)} is made by ${call}(), which gives another value each time (it is volatile): ` +
    `every sync would then delete every record and add it again; identify rows by a column that stays`
  )
}
