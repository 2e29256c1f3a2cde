import type { ModelQuery } from '../port.ts'
import { nameValue } from './content.ts'
import { createDigestInput } from './digest-input.ts'
import { createDigestSeeds } from './digest-seeds.ts'
import type { ModelColumn } from './model-column.ts'
import { createModelRelation } from './model-relation.ts'
import { quoteIdentifier } from './quote-identifier.ts'

/**
 * Keeps the planner from merging a step into the next, which would compute its columns again
 * wherever they are named. Written as `offset 0` it would also keep the step from being shared
 * among parallel workers: only a literal that is a bigint from the start is seen to be no limit.
 */
export const FENCE = `offset bigint '0'`

/**
 * The SQL of a model's rows: `record_id` (null when the identifier is null or empty), `high` and `low`
 * (the halves of the row's digest, which is made of the columns `digested`, in that order, and without
 * writing the row as JSON), `size` (about as many bytes as its values take as text), and its values; and where columns
 * `next` are given `next_high` and `next_low`, the halves of a digest made of them.
 */
export function createModelSelect(
  model: ModelQuery,
  columns: readonly ModelColumn[],
  digested: readonly string[],
  next: readonly string[] | null = null,
): string {
  const values = columns.map(({ name }) => `model.${quoteIdentifier(name)}`)
  const inputs = columns.map((column, index) => createDigestInput(values[index] ?? '', column))
  // No name that a column of the model has, such as t1.
  const nameText = (index: number): string => quoteIdentifier(`sluice text ${index + 1}`)
  const texts = inputs.flatMap(({ sql, isText }, index) => (isText ? [`${sql} as ${nameText(index)}`] : []))
  const order = (names: readonly string[]): readonly number[] =>
    names.map((name) => columns.findIndex((column) => column.name === name))
  const listParts = (names: readonly string[]): string =>
    order(names)
      .map((index) => parts[index])
      .join(', ')
  const parts = inputs.map(({ sql, isText }, index) => (isText ? `${nameText(index)} collate "C"` : sql))
  const lengths = inputs.flatMap(({ isText }, index) => {
    const measured = isText ? nameText(index) : values[index]
    return isText || (columns[index]?.typeLength ?? 0) < 0 ? [`coalesce(octet_length(${measured}), 0)`] : []
  })
  // A table can have no column whose collation is undecided.
  const kept = columns.map(
    ({ isCollatable }, index) =>
      `${values[index]}${isCollatable ? ' collate "C"' : ''} as ${nameValue(index)}`,
  )
  const hash = (names: readonly string[], name: string, [asHigh, asLow]: readonly string[]): string => {
    const [high, low] = createDigestSeeds(order(names).flatMap((index) => columns[index] ?? []))
    return `hash_record_extended(${name}, '${high}') as ${asHigh}, hash_record_extended(${name}, '${low}') as ${asLow},`
  }
  return `
    select
      record_id,
      ${hash(digested, 'digested', ['high', 'low'])}
      ${next === null ? '' : hash(next, 'next', ['next_high', 'next_low'])}
      size, ${columns.map((_, index) => nameValue(index)).join(', ')}
    from (
      select
        nullif(${createRecordId(model, columns)}, '') collate "C" as record_id,
        row(${listParts(digested)}) as digested,
        ${next === null ? '' : `row(${listParts(next)}) as next,`}
        ${['0', ...lengths].join(' + ')} as size,
        ${kept.join(', ')}
      from (select ${[...values, ...texts].join(', ')} from ${createModelRelation(model.query)} ${FENCE}) as model
      ${FENCE}
    ) as read
    ${FENCE}`
}

/** The text of an identifier: the same for equal values, so that 1.0 and 1.00 are one record. */
export function createRecordId({ identifier }: ModelQuery, columns: readonly ModelColumn[]): string {
  const value = `model.${quoteIdentifier(identifier)}`
  const isNumeric = columns.some(
    ({ name, isBuiltIn, typeName }) => name === identifier && isBuiltIn && typeName === 'numeric',
  )
  return isNumeric ? `trim_scale(${value})::text` : `${value}::text`
}

/**
 * The SQL of what is remembered of a mapping's records, without the one whose id is
 * given, as SQL. A record that no row has stood for, or that is deleted, has no digest
 * here; nor has one that is `forgotten`: it was sent in an earlier epoch.
 */
export function createKnownSelect(records: string, invalid: string): string {
  return `
    select
      record_id, version, case when known then high end as high, case when known then low end as low, in_doubt, kept_back,
      known and high is null and deleted_at is null and in_doubt is null as forgotten
    from ${records} as records where record_id <> ${invalid}`
}
