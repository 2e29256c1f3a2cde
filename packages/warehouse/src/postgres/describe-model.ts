import { SluiceError } from '@sluice/shared/errors'
import pg from 'pg'
import type { ModelQuery } from '../port.ts'
import { classifyError } from './classify-error.ts'
import { describeQueryError } from './describe-query-error.ts'
import { COLUMN_LIMIT, QUERY_LIMIT_CHARACTERS } from './limits.ts'
import type { ModelColumn } from './model-column.ts'
import { createModelRelation } from './model-relation.ts'
import type { Transaction } from './open-pool.ts'
import { parseStatement, type ParsedField } from './parse-statement.ts'

// What the server says of two statements where one may stand, in its own default language.
const SEVERAL_STATEMENTS = /multiple commands/

// What a server makes for its users is numbered from here (FirstNormalObjectId).
const FIRST_USER_OID = 16_384

/**
 * The columns of a model's result, found without running or planning its query: the server parses the text as it stands (one statement,
 * no parameters), then as a sub-query, where only a select that changes nothing may stand.
 */
export async function describeModel(
  tx: Transaction,
  model: ModelQuery,
  modelId: string,
): Promise<readonly ModelColumn[]> {
  const fields = await parseQuery(tx, model.query, modelId)
  checkNames(fields, model.identifier, modelId)
  await parseRelation(tx, model.query, modelId)
  return readTypes(tx, fields)
}

async function parseQuery(tx: Transaction, query: string, modelId: string): Promise<readonly ParsedField[]> {
  if (query.length > QUERY_LIMIT_CHARACTERS) {
    throw new SluiceError(
      'query_invalid',
      `model ${modelId}: the query has ${query.length} characters, more than ${QUERY_LIMIT_CHARACTERS}: make it a view, and select from that`,
    )
  }
  const { fields, parameterCount } = await parseStatement(tx, query).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && SEVERAL_STATEMENTS.test(error.message))
      throw new SluiceError(
        'query_invalid',
        `model ${modelId}: the query has more than one statement: keep one`,
      )
    throw describeQueryError(error, modelId, query)
  })
  if (parameterCount > 0) {
    throw new SluiceError(
      'query_invalid',
      `model ${modelId}: the query has a parameter such as $1, and nothing to fill it: write the value itself`,
    )
  }
  if (fields === null) throw describeNoSelect(modelId)
  return fields
}

function checkNames(fields: readonly ParsedField[], identifier: string, modelId: string): void {
  const names = fields.map(({ name }) => name)
  if (names.length > COLUMN_LIMIT) {
    throw new SluiceError(
      'query_invalid',
      `model ${modelId}: the query gives ${names.length} columns, more than ${COLUMN_LIMIT}: select those that are mapped`,
    )
  }
  const duplicate = names.find((name, index) => names.indexOf(name) !== index)
  if (duplicate !== undefined) {
    throw new SluiceError(
      'column_duplicate',
      `model ${modelId}: the query gives two columns the name ${JSON.stringify(duplicate)}: name each (… as …)`,
    )
  }
  if (names.includes(identifier)) return
  const similar = names.find((name) => name.toLowerCase() === identifier.toLowerCase())
  const hint = similar === undefined ? '' : `: upper and lower case differ, write ${JSON.stringify(similar)}`
  const found = names.map((name) => JSON.stringify(name)).join(', ') || 'no columns'
  throw new SluiceError(
    'identifier_missing',
    `model ${modelId}: the identifier ${JSON.stringify(identifier)} is not in the query's result (${found})${hint}`,
  )
}

/** Has the query parsed where it will stand. */
async function parseRelation(tx: Transaction, query: string, modelId: string): Promise<void> {
  try {
    await parseStatement(tx, `select * from ${createModelRelation(query)}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || classifyError(error) !== 'statement') throw error
    // It parses alone but not within parentheses, or changes something.
    if (error.code === '42601' || error.code === '0A000') throw describeNoSelect(modelId)
    throw describeQueryError(error, modelId, '')
  }
}

function describeNoSelect(modelId: string): SluiceError {
  return new SluiceError(
    'query_invalid',
    `model ${modelId}: the query must be one select (or with … select, values, table) that changes nothing`,
  )
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
