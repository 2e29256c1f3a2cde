import { DEAD_LETTER_ADVICE } from '@sluice/shared/errors'
import type { LetterCause } from '@sluice/shared/store'
import type { Column } from '../output/column.ts'
import { formatAgo } from '../output/format-instant.ts'
import { formatTable } from '../output/format-table.ts'
import type { Line } from '../output/line.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'LETTERS' },
  { heading: 'OPEN', style: (cell) => (cell === 0 ? null : 'bad') },
  { heading: 'MAPPING', shorten: 'middle' },
  { heading: 'STAGE' },
  { heading: 'CODE' },
  { heading: 'OLDEST' },
  { heading: 'NEWEST' },
]

// A reason may name a field, so a mapping has a few of them; more would hide the first.
const CAUSE_LIMIT = 20

/**
 * Why there are dead letters, the most frequent cause first: the reason of each, and
 * what to do about those that are open.
 */
export function formatCauses(
  causes: readonly LetterCause[],
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): readonly Line[] {
  const rows = causes.slice(0, CAUSE_LIMIT).map((cause) => ({
    cells: [
      cause.letters,
      cause.open,
      cause.mapping,
      cause.stage,
      cause.code,
      formatAgo(cause.oldestAt, nowMs),
      formatAgo(cause.newestAt, nowMs),
    ],
    details: [`reason: ${cause.reason}`, ...(cause.open === 0 ? [] : listSteps(cause))],
  }))
  const more = causes.slice(CAUSE_LIMIT).reduce((sum, { letters }) => sum + letters, 0)
  const rest = causes.length - rows.length
  return [
    ...formatTable(COLUMNS, rows, width),
    ...(rest > 0 ? [`and ${rest} more causes of ${more.toLocaleString('en-US')} letters`] : []),
  ]
}

function listSteps({ mapping, stage, code }: LetterCause): readonly string[] {
  const advice = `to do: ${DEAD_LETTER_ADVICE[code]}`
  if (stage === 'extract') return [advice]
  return [advice, `sluice dead-letters requeue --mapping ${mapping} --stage ${stage} --code ${code}`]
}
