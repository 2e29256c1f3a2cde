import { checkColumns } from '../delta/check-columns.ts'
import {
  checkQueryLength,
  noSelectError,
  parameterError,
  severalStatementsError,
} from '../delta/check-query.ts'
import type { DraftQuery } from '../draft-query.ts'
import { formatType, readColumnType } from './column-type.ts'
import type { DuckDBPreparedStatement } from './driver.ts'
import { createModelRelation } from './model-relation.ts'
import type { ModelColumn } from './model-column.ts'
import type { Session } from './session.ts'
import { createQueryError } from './statement-errors.ts'

/**
 * The columns of a model's result, found without running its query: DuckDB parses the text as it stands (one
 * statement, no parameters), then as a sub-query, where only a select may stand. A statement such as `attach`,
 * `copy`, `install`, `set` or `pragma` is refused by its kind before it is bound.
 */
export async function readModelColumns(
  session: Session,
  model: DraftQuery,
  modelId: string,
): Promise<readonly ModelColumn[]> {
  checkQueryLength(model.query, modelId)
  const columns = await prepareQuery(session, model.query, modelId)
  const names = columns.map(({ name }) => name)
  checkColumns(names, model.identifier, modelId)
  // DuckDB tells names apart by their letters alone; JSON does by upper and lower case, too.
  const folded = names.map((name) => name.toLowerCase())
  checkColumns(folded, model.identifier?.toLowerCase() ?? null, modelId)
  await bindRelation(session, model.query, modelId)
  return columns
}

async function prepareQuery(
  session: Session,
  query: string,
  modelId: string,
): Promise<readonly ModelColumn[]> {
  const { driver, connection } = session
  const statements = await connection.extractStatements(query).catch((error: unknown) => {
    // A text of comments alone has no statement, and the driver no words for it.
    const kept = createQueryError(error, modelId)
    throw kept === error ? noSelectError(modelId) : kept
  })
  if (statements.count > 1) throw severalStatementsError(modelId)
  await connection.extractStatements(createRelationSelect(query)).catch(() => {
    throw noSelectError(modelId)
  })
  const prepared = await statements.prepare(0).catch((error: unknown) => {
    throw createQueryError(error, modelId)
  })
  try {
    if (prepared.statementType !== driver.StatementType.SELECT) throw noSelectError(modelId)
    if (prepared.parameterCount > 0) throw parameterError(modelId)
    return readColumns(session, prepared)
  } finally {
    prepared.destroySync()
  }
}

function readColumns({ driver }: Session, prepared: DuckDBPreparedStatement): readonly ModelColumn[] {
  return Array.from({ length: prepared.columnCount }, (_, index) => {
    const columnType = readColumnType(driver, prepared.columnType(index))
    return { name: prepared.columnName(index), type: formatType(columnType), columnType }
  })
}

/** Has the query bound where it will stand. */
async function bindRelation({ connection }: Session, query: string, modelId: string): Promise<void> {
  const prepared = await connection.prepare(createRelationSelect(query)).catch((error: unknown) => {
    throw createQueryError(error, modelId, 1)
  })
  prepared.destroySync()
}

function createRelationSelect(query: string): string {
  return `select * from ${createModelRelation(query)}`
}
