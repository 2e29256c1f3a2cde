import pg from 'pg'
import { checkColumns } from '../delta/check-columns.ts'
import {
  checkQueryLength,
  noSelectError,
  parameterError,
  severalStatementsError,
} from '../delta/check-query.ts'
import type { DraftQuery } from '../draft-query.ts'
import { classifyError } from './classify-error.ts'
import { createQueryError } from './create-query-error.ts'
import type { ModelColumn } from './model-column.ts'
import { createModelRelation } from './model-relation.ts'
import type { Transaction } from './open-pool.ts'
import { parseStatement, type ParsedField } from './parse-statement.ts'

// What the server says of two statements where one may stand, in its own default language.
const SEVERAL_STATEMENTS = /multiple commands/

// What a server makes for its users is numbered from here (FirstNormalObjectId).
const FIRST_USER_OID = 16_384

/**
 * The columns of a model's result, found without running or planning its query: the server parses the text as it
 * stands (one statement, no parameters), then as a sub-query, where only a select that changes nothing may stand.
 */
export async function readModelColumns(
  tx: Transaction,
  model: DraftQuery,
  modelId: string,
): Promise<readonly ModelColumn[]> {
  const fields = await parseQuery(tx, model.query, modelId)
  checkColumns(
    fields.map(({ name }) => name),
    model.identifier,
    modelId,
  )
  await parseRelation(tx, model.query, modelId)
  return readTypes(tx, fields)
}

async function parseQuery(tx: Transaction, query: string, modelId: string): Promise<readonly ParsedField[]> {
  checkQueryLength(query, modelId)
  const { fields, parameterCount } = await parseStatement(tx, query).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && SEVERAL_STATEMENTS.test(error.message))
      throw severalStatementsError(modelId)
    throw createQueryError(error, modelId, query)
  })
  if (parameterCount > 0) throw parameterError(modelId)
  if (fields === null) throw noSelectError(modelId)
  return fields
}

/** Has the query parsed where it will stand. */
async function parseRelation(tx: Transaction, query: string, modelId: string): Promise<void> {
  try {
    await parseStatement(tx, `select * from ${createModelRelation(query)}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || classifyError(error) !== 'statement') throw error
    // It parses alone but not within parentheses, or changes something.
    if (error.code === '42601' || error.code === '0A000') throw noSelectError(modelId)
    throw createQueryError(error, modelId, '')
  }
}

async function readTypes(tx: Transaction, fields: readonly ParsedField[]): Promise<readonly ModelColumn[]> {
  const { rows } = await tx.query<Omit<ModelColumn, 'name'> & { id: number }>(
    `select
      pg_type.oid::pg_catalog.int8 as id,
      case
        -- By what it is, wherever the search path finds one of the same name.
        when pg_type.oid < $2 then regexp_replace(format_type(pg_type.oid, null), '^pg_catalog\\.', '')
        when pg_type.typcategory = 'A' then format_type(pg_type.oid, null)
        else format('%I.%I', nspname, pg_type.typname)
      end as type,
      pg_type.typname as "typeName",
      pg_type.typlen as "typeLength",
      pg_type.oid < $2 as "isBuiltIn",
      pg_type.typtype = 'p' as "isPseudo",
      'c' in (pg_type.typtype, coalesce(element.typtype, '')) as "isComposite",
      pg_type.typcollation <> 0 as "isCollatable"
    from pg_catalog.pg_type
    join pg_catalog.pg_namespace on pg_namespace.oid = pg_type.typnamespace
    left join pg_catalog.pg_type as element on element.oid = pg_type.typelem and pg_type.typcategory = 'A'
    where pg_type.oid = any ($1::pg_catalog.oid[])`,
    [[...new Set(fields.map(({ typeId }) => typeId))], FIRST_USER_OID],
  )
  const types = new Map(rows.map(({ id, ...type }) => [id, type]))
  return fields.map(({ name, typeId }) => {
    const type = types.get(typeId)
    if (type === undefined) throw new Error(`the type of column ${name} is not in the catalog`)
    return { name, ...type }
  })
}
