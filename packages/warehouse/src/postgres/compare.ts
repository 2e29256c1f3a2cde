import type { StageRequest } from '../port.ts'
import { listContentColumns, listContentValues, nameValue, type Content } from './content.ts'
import { createLargeRowCondition } from './large-row.ts'
import type { ModelColumn } from './model-column.ts'
import { createKnownSelect, createModelSelect, FENCE } from './model-select.ts'
import type { Transaction } from './open-pool.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import { restoreSession } from './session.ts'
import { stagedTable } from './state-tables.ts'

export interface Comparison {
  readonly request: Pick<StageRequest, 'syncId' | 'modelId' | 'model' | 'trigger'>
  /** What the model is compared with, as SQL: the mapping's records, or what a reset would leave of them. */
  readonly records: string
  readonly columns: readonly ModelColumn[]
  readonly content: Content
  /** The columns whose values are digested, in order. */
  readonly digested: readonly string[]
  /** True when what was kept back is looked at again: what the mapping sends is selected in another way now. */
  readonly looksAgain: boolean
  /** How many records the model is compared with. */
  readonly known: number
  /** True when nothing at all is remembered, not even of records that have gone: every row of the model is new. */
  readonly isFirst: boolean
}

/**
 * Makes the staged table of a sync: reads the model once and meets each of its rows with the
 * record of the same id. Rows that have not changed are counted and written nowhere; the
 * count, which this returns, tells whether one of them shares its identifier with another
 * row. A row is kept with its content only when it is to be delivered or has no identifier.
 */
export async function compare(tx: Transaction, comparison: Comparison): Promise<number> {
  const { text, values } = createCompareStatement(comparison)
  await tx.query(text, [...values])
  await restoreSession(tx)
  if (comparison.known === 0) return 0
  const staged = stagedTable(comparison.request.syncId)
  const { rows } = await tx.query<{ unchanged: number }>(
    `select unchanged from ${staged} where unchanged is not null`,
  )
  await tx.query(`delete from ${staged} where op is null`)
  return rows[0]?.unchanged ?? 0
}

/** The statement that makes the staged table. */
export function createCompareStatement(comparison: Comparison): {
  readonly text: string
  readonly values: readonly unknown[]
} {
  const { request, isFirst } = comparison
  const text = `
    create unlogged table ${stagedTable(request.syncId)} with (autovacuum_enabled = false) as
    ${createCompareSelect(comparison)}`
  return { text, values: [request.trigger, ...(isFirst ? [] : [INVALID_RECORD_ID])] }
}

/** What stands in the staged table; `$1` is the trigger. */
export function createCompareSelect(comparison: Comparison): string {
  const { content, known } = comparison
  // The last row of all carries the count, and is kept for that even if it has not
  // changed. Where nothing is known, every row is new.
  const isCounted = known > 0
  return `
    select
      case when to_deliver and is_whole then place end as seq,
      case when to_deliver and not is_whole then 'invalid' else op end as op,
      case when op = 'invalid' then 'identifier_null' when to_deliver and not is_whole then 'row_too_large' end as code,
      record_id, high, low, version, was_known, size, is_whole, ${listContentColumns(content).join(', ')},
      ${isCounted ? 'case when is_last then unchanged end' : 'null::int8'} as unchanged
    from (
      select
        decided.*,
        ${isCounted ? 'count(*) filter (where op is null) over so_far as unchanged, lead(true) over so_far is null as is_last,' : ''}
        count(*) filter (where to_deliver and is_whole) over so_far as place
      from (${createDecidedSelect(comparison)}) as decided
      window so_far as (rows between unbounded preceding and current row)
    ) as placed
    ${isCounted ? 'where op is not null or is_last' : ''}`
}

/**
 * The SQL of every row of the model and every record that has vanished, each with its `op` (null
 * for an unchanged row), whether it is to be delivered, and its content if that is kept whole.
 * It stands in steps, so that each is done by whichever worker has read the row, and once.
 */
function createDecidedSelect(comparison: Comparison): string {
  const { columns, content, isFirst } = comparison
  const names = listContentColumns(content)
  const kept = listContentValues(content, 'judged').map(
    (value, index) => `case when is_whole then ${value} end as ${names[index]}`,
  )
  return `
    select op, to_deliver, is_whole, record_id, high, low, version, was_known, size, ${kept.join(', ')}
    from (
      select
        delta.*,
        coalesce(op = any ($1::text[]), false) as to_deliver,
        case
          when op = 'invalid' or op = any ($1::text[]) then not (${createLargeRowCondition(columns, content, 'delta')})
          else false
        end as is_whole
      from (${isFirst ? createNewSelect(comparison) : createDeltaSelect(comparison)}
        ${FENCE}
      ) as delta
      ${FENCE}
    ) as judged`
}

/** True, as SQL, for a row, or a missing one, whose record may have gone out just like this. */
const IS_IN_DOUBT = `known.in_doubt is not null and known.high is not distinct from model.high and known.low is not distinct from model.low`

/**
 * Each row of the model beside the record of the same id, and each record that has vanished. What may have gone out
 * is staged again: as it was, in the version that it had, so that it has the same messageId; otherwise in the next.
 */
function createDeltaSelect({ request, records, columns, digested, looksAgain }: Comparison): string {
  // After a delete that may have arrived, whichever of the two the mapping sends.
  const comeback = request.trigger.includes('updated') ? 'updated' : 'added'
  return `
        select
          case
            when model.high is null then 'deleted'
            when model.record_id is null then 'invalid'
            when known.in_doubt = 'deleted' then '${comeback}'
            when known.in_doubt is not null then known.in_doubt
            when known.high is null then 'added'
            ${looksAgain ? 'when known.kept_back is not null then known.kept_back' : ''}
            when known.high <> model.high or known.low <> model.low then 'updated'
          end as op,
          coalesce(model.record_id, known.record_id) as record_id,
          model.high, model.low,
          coalesce(known.version, 0) + case when ${IS_IN_DOUBT} then 0 else 1 end as version,
          known.high is not null or known.forgotten or known.in_doubt is not null as was_known,
          coalesce(model.size, 0) as size,
          ${columns.map((_, index) => `model.${nameValue(index)}`).join(', ')}
        from (${createModelSelect(request.model, columns, digested)}) as model
        full join (${createKnownSelect(records, '$2')}) as known on known.record_id = model.record_id
        where model.high is not null or known.high is not null or known.forgotten or known.in_doubt is not null
          ${looksAgain ? `or known.kept_back = 'deleted'` : ''}`
}

/**
 * What createDeltaSelect gives where nothing is remembered. A join with nothing would
 * take a sixth of the statement's CPU all the same.
 */
function createNewSelect({ request, columns, digested }: Comparison): string {
  return `
        select
          case when record_id is null then 'invalid' else 'added' end as op,
          1::int8 as version, false as was_known, model.*
        from (${createModelSelect(request.model, columns, digested)}) as model`
}
