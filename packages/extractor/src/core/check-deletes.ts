import { SluiceError } from '@sluice/shared/errors'

/** Below this many known records a share says nothing: three of five rows may well go. */
export const GUARDED_FROM_RECORDS = 100

/** What the comparison of a model with its records has found, in rows. */
export interface ComparedRows {
  readonly added: number
  readonly updated: number
  readonly deleted: number
  readonly invalid: number
  /** The records that the model was compared with. */
  readonly known: number
}

/**
 * The reason not to go on with a sync that would delete more than anybody is likely to
 * mean: a model that gives no rows at all, or more than `limitPercent` of at least
 * GUARDED_FROM_RECORDS records gone. null when there is none; at 100 percent all may go.
 */
export function checkDeletes(
  rows: ComparedRows,
  {
    mapping,
    model,
    limitPercent,
  }: { readonly mapping: string; readonly model: string; readonly limitPercent: number },
): SluiceError | null {
  const { added, updated, deleted, invalid, known } = rows
  if (limitPercent >= 100 || deleted === 0) return null
  const advice =
    'nothing was sent; if that is right, let it pass once, or raise max_deleted_percent of the mapping'
  const subject = { kind: 'mapping', id: mapping } as const
  if (deleted === known && added + updated + invalid === 0) {
    return new SluiceError(
      'model_empty',
      `model ${model} gives no rows, and mapping ${mapping} knows ${formatCount(known)} records: ${advice}`,
      { subject },
    )
  }
  const percent = (100 * deleted) / known
  if (known < GUARDED_FROM_RECORDS || percent <= limitPercent) return null
  return new SluiceError(
    'deletes_exceeded',
    `${formatCount(deleted)} of the ${formatCount(known)} records of mapping ${mapping} are gone from model ${model} (${percent.toFixed(1)} %, more than ${limitPercent} %): ${advice}`,
    { subject },
  )
}

/** A number of rows as people read it: 1,000. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
