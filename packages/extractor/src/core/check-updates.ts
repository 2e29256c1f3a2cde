import { SluiceError } from '@sluice/shared/errors'
import { formatCount, GUARDED_FROM_RECORDS, type ComparedRows } from './check-deletes.ts'

/**
 * The reason not to go on with a sync that would send more updates than anybody is likely to mean: more than
 * `limitPercent` of at least GUARDED_FROM_RECORDS records have changed, as when a query makes a column up anew. null
 * when there is none; at 100 percent, or where nothing is said, all may change.
 */
export function checkUpdates(
  { updated, known }: ComparedRows,
  {
    mapping,
    model,
    limitPercent,
  }: {
    readonly mapping: string
    readonly model: string
    readonly limitPercent: number | null | undefined
  },
): SluiceError | null {
  const limit = limitPercent ?? 100
  const percent = (100 * updated) / known
  if (limit >= 100 || known < GUARDED_FROM_RECORDS || percent <= limit) return null
  return new SluiceError(
    'updates_exceeded',
    `${formatCount(updated)} of the ${formatCount(known)} records of mapping ${mapping} have changed in model ${model} (${percent.toFixed(1)} %, more than ${limit} %): ` +
      'nothing was sent; if that is right, let it pass once, or raise max_updated_percent of the mapping',
    { subject: { kind: 'mapping', id: mapping } },
  )
}
