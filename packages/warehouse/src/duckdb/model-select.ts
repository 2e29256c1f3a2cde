import { RESERVED_RECORD_IDS } from '../delta/reserved-records.ts'
import type { ModelQuery } from '../port.ts'
import type { ModelColumn } from './model-column.ts'
import { createDigestPart } from './digest-part.ts'
import { createModelRelation } from './model-relation.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { createMemberJson } from './value-json.ts'

/** Part of every digest: a new way to make them must raise it. */
const FORMAT = 1

/**
 * The SQL of a model's rows: `record_id` (null when the identifier is null or empty), `digest` (128 bits over the
 * columns `digested`, in that order, made without writing the row as JSON), and its values, `c1` and so on; where
 * columns `next` are given, `next_digest` is made of them.
 */
export function createModelSelect(
  model: ModelQuery,
  columns: readonly ModelColumn[],
  digested: readonly string[],
  next: readonly string[] | null = null,
): string {
  const inner = columns.map(({ name }, index) => `model.${quoteIdentifier(name)} as ${nameValue(index)}`)
  const identifier = columns.findIndex(({ name }) => name === model.identifier)
  const names = columns.map((_, index) => nameValue(index)).join(', ')
  return `
    select
      nullif(${createRecordId(nameValue(identifier), columns[identifier])}, '') as record_id,
      ${createDigest(columns, digested)} as digest,
      ${next === null ? '' : `${createDigest(columns, next)} as next_digest,`}
      ${names}
    from (select ${inner.join(', ')} from ${createModelRelation(model.query)}) as named`
}

/**
 * The name of the column that holds the values of a model's column, counted from 0, in what createModelSelect gives.
 */
export function nameValue(index: number): string {
  return `c${index + 1}`
}

/** The SQL of a row's JSON text, over a row of createModelSelect. */
export function createRowJson(columns: readonly ModelColumn[], relation: string): string {
  const members = columns.map(({ name, columnType }, index) => {
    const key = quoteLiteral(`${index > 0 ? ',' : '{'}${JSON.stringify(name)}:`)
    return `${key}, ${createMemberJson(`${relation}.${nameValue(index)}`, columnType)}`
  })
  return `concat(${members.join(', ')}, '}')`
}

/** Of a row whose content is not kept, only the identifier. */
export function createBareJson(identifier: string, recordId: string): string {
  const key = quoteLiteral(`{${JSON.stringify(identifier)}:`)
  return `concat(${key}, coalesce(to_json(${recordId})::varchar, 'null'), '}')`
}

/**
 * The names and types of the columns are a part of it: the digests of all rows change when one is added, renamed or
 * retyped.
 */
function createDigest(columns: readonly ModelColumn[], digested: readonly string[]): string {
  const order = digested.map((name) => columns.findIndex((column) => column.name === name))
  const signature = JSON.stringify([
    FORMAT,
    order.map((index) => [columns[index]?.name, columns[index]?.type]),
  ])
  const parts = order.flatMap((index) => {
    const column = columns[index]
    return column === undefined ? [] : ['chr(31)', createDigestPart(nameValue(index), column.columnType)]
  })
  return `md5_number(concat(${[quoteLiteral(signature), ...parts].join(', ')}))`
}

/** The text of an identifier: the same for equal values, so that 1.0 and 1.00 are one record. */
export function createRecordId(value: string, column: ModelColumn | undefined): string {
  const { columnType } = column ?? {}
  return columnType?.kind === 'decimal' && columnType.scale > 0
    ? `rtrim(rtrim(${value}::varchar, '0'), '.')`
    : `${value}::varchar`
}

/** True, as SQL, for what a records table has of a record, and not for itself. */
export const IS_RECORD = `record_id not in (${RESERVED_RECORD_IDS.map(quoteLiteral).join(', ')})`

/**
 * The SQL of what is remembered of a mapping's records. A record that no row has stood for, or that is deleted, has
 * no digest here; nor has one that is `forgotten`: it was sent in an earlier epoch.
 */
export function createKnownSelect(records: string): string {
  return `
    select
      record_id, version, case when known then digest end as digest, in_doubt, kept_back,
      known and digest is null and deleted_at is null and in_doubt is null as forgotten
    from ${records} as records where ${IS_RECORD}`
}
