import type { ModelQuery } from '../warehouse.ts'
import { nameValue } from './content.ts'
import { createDigestInput } from './digest-input.ts'
import { createDigestSeeds } from './digest-seeds.ts'
import type { ModelColumn } from './model-column.ts'
import { createModelRelation } from './model-relation.ts'
import { quoteIdentifier } from './quote-identifier.ts'

/**
 * Keeps the planner from merging a step into the next, which would compute its columns again wherever they are named. Written as `offset 0` it
 * would also keep the step from being shared among parallel workers: only a literal that is a bigint from the start is seen to be no limit.
 */
export const FENCE = `offset bigint '0'`

/**
 * The SQL of a model's rows: `record_id` (null when the identifier is null or empty), `high` and `low` (the halves of the row's digest, which
 * is made without writing the row as JSON), `size` (about as many bytes as its values take as text), and its values.
 */
export function createModelSelect(model: ModelQuery, columns: readonly ModelColumn[]): string {
  const values = columns.map(({ name }) => `model.${quoteIdentifier(name)}`)
  const inputs = columns.map((column, index) => createDigestInput(values[index] ?? '', column))
  // No name that a column of the model has, such as t1.
  const nameText = (index: number): string => quoteIdentifier(`sluice text ${index + 1}`)
  const texts = inputs.flatMap(({ sql, isText }, index) => (isText ? [`${sql} as ${nameText(index)}`] : []))
  const digested = inputs.map(({ sql, isText }, index) => (isText ? `${nameText(index)} collate "C"` : sql))
  const lengths = inputs.flatMap(({ isText }, index) => {
    const measured = isText ? nameText(index) : values[index]
    return isText || (columns[index]?.typeLength ?? 0) < 0 ? [`coalesce(octet_length(${measured}), 0)`] : []
  })
  // A table can have no column whose collation is undecided.
  const kept = columns.map(
    ({ isCollatable }, index) =>
      `${values[index]}${isCollatable ? ' collate "C"' : ''} as ${nameValue(index)}`,
  )
  const [high, low] = createDigestSeeds(columns)
  return `
    select
      record_id,
      hash_record_extended(digested, '${high}') as high,
      hash_record_extended(digested, '${low}') as low,
      size, ${columns.map((_, index) => nameValue(index)).join(', ')}
    from (
      select
        nullif(model.${quoteIdentifier(model.identifier)}::text, '') collate "C" as record_id,
        row(${digested.join(', ')}) as digested,
        ${['0', ...lengths].join(' + ')} as size,
        ${kept.join(', ')}
      from (select ${['model.*', ...texts].join(', ')} from ${createModelRelation(model.query)} ${FENCE}) as model
      ${FENCE}
    ) as read
    ${FENCE}`
}

/**
 * The SQL of what is remembered of a mapping's records, without the one whose id is given, as SQL. A record that no row has stood for, or that is
 * deleted, has no digest here; nor has one that is `doubted`: it may have gone out, and nobody knows.
 */
export function createKnownSelect(records: string, unidentified: string): string {
  return `
    select
      record_id, version, case when known then high end as high, case when known then low end as low,
      known and high is null and deleted_at is null as doubted
    from ${records} where record_id <> ${unidentified}`
}
