import type { DeadLetterDocument } from '@sluice/shared/domain'
import type { Column } from '../output/column.ts'
import { formatInstant } from '../output/format-instant.ts'
import { formatTable } from '../output/format-table.ts'
import type { Line } from '../output/line.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'ID' },
  { heading: 'CREATED' },
  { heading: 'MAPPING', shorten: 'middle' },
  { heading: 'STAGE' },
  { heading: 'CODE' },
  { heading: 'STATUS' },
  { heading: 'OP' },
  { heading: 'RECORD', shorten: 'middle' },
  { heading: 'REASON', shorten: 'end', isSpare: true },
]

/** Dead letters as a table, in the order given. */
export function formatDeadLetters(letters: readonly DeadLetterDocument[], width: number): readonly Line[] {
  return formatTable(
    COLUMNS,
    letters.map((letter) => ({
      cells: [
        letter.id,
        formatInstant(letter.createdAt),
        letter.mapping,
        letter.stage,
        letter.code,
        letter.status,
        letter.op,
        letter.recordId,
        letter.reason,
      ],
    })),
    width,
  )
}
