import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import type { StageRequest } from '../port.ts'
import type { ModelColumn } from './model-column.ts'
import {
  createBareJson,
  createKnownSelect,
  createModelSelect,
  createRowJson,
  nameValue,
} from './model-select.ts'
import { quoteLiteral } from './quote.ts'
import { stagedTable } from './state-tables.ts'

export interface Comparison {
  readonly request: Pick<StageRequest, 'syncId' | 'modelId' | 'model' | 'trigger'>
  /** What the model is compared with, as SQL: the mapping's records, or what a reset would leave of them. */
  readonly records: string
  readonly columns: readonly ModelColumn[]
  /** The columns whose values are digested, in order. */
  readonly digested: readonly string[]
  /** True when what was kept back is looked at again: what the mapping sends is selected in another way now. */
  readonly looksAgain: boolean
}

/**
 * The statement that makes the staged table of a sync: it reads the model once and meets each of its rows with the
 * record of the same id. Of a row that has not changed only its id and digest are kept (`op` null), to see whether it
 * shares its identifier with another. The JSON of a row is written only when it is to be delivered, or has no
 * identifier.
 */
export function createCompareStatement(comparison: Comparison): string {
  return `create table ${stagedTable(comparison.request.syncId).sql} as ${createCompareSelect(comparison)}`
}

/** What stands in the staged table. */
export function createCompareSelect(comparison: Comparison): string {
  const { request, columns } = comparison
  const trigger = request.trigger.map(quoteLiteral).join(', ')
  const isAsked = trigger === '' ? 'false' : `coalesce(op in (${trigger}), false)`
  return `
    select
      case when is_sent then sum(is_sent::bigint) over so_far end::bigint as seq,
      case when is_asked and not is_sent then 'invalid' else op end as op,
      case when op = 'invalid' then 'identifier_null' when is_asked and not is_sent then 'row_too_large' end as code,
      record_id, digest, version, is_whole,
      case when is_whole then content when content is not null then ${createBareJson(request.model.identifier, 'record_id')} end as content
    from (
      select *, coalesce(strlen(content) <= ${ROW_LIMIT_BYTES}, false) as is_whole, is_asked and is_whole as is_sent
      from (
        select
          op, record_id, digest, version, ${isAsked} as is_asked,
          case when op = 'invalid' or is_asked then ${createRowJson(columns, 'delta')} end as content
        from (${createDeltaSelect(comparison)}) as delta
      ) as decided
    ) as measured
    window so_far as (rows between unbounded preceding and current row)`
}

/** True, as SQL, for a row, or a missing one, whose record may have gone out just like this. */
const IS_IN_DOUBT = 'known.in_doubt is not null and known.digest is not distinct from model.digest'

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
            when model.digest is null then 'deleted'
            when model.record_id is null then 'invalid'
            when known.in_doubt = 'deleted' then '${comeback}'
            when known.in_doubt is not null then known.in_doubt
            when known.digest is null then 'added'
            ${looksAgain ? 'when known.kept_back is not null then known.kept_back' : ''}
            when known.digest <> model.digest then 'updated'
          end as op,
          coalesce(model.record_id, known.record_id) as record_id,
          model.digest,
          coalesce(known.version, 0) + case when ${IS_IN_DOUBT} then 0 else 1 end as version,
          ${columns.map((_, index) => `model.${nameValue(index)}`).join(', ')}
        from (${createModelSelect(request.model, columns, digested)}) as model
        full join (${createKnownSelect(records)}) as known on known.record_id = model.record_id
        where model.digest is not null or known.digest is not null or known.forgotten or known.in_doubt is not null
          ${looksAgain ? `or known.kept_back = 'deleted'` : ''}`
}
