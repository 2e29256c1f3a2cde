import type { DestinationUsageDocument, UsageDocument } from '@sluice/operations/usage/read-usage'
import { calculateUsedPercent, formatUsageWarning } from '@sluice/shared/domain'
import type { Column } from '../output/column.ts'
import { formatTable, type Row } from '../output/format-table.ts'
import type { Line } from '../output/line.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'DESTINATION', shorten: 'middle' },
  { heading: 'WORKSPACE', shorten: 'middle', isSpare: true },
  { heading: 'FROM' },
  { heading: 'API CALLS' },
  { heading: 'OF' },
  { heading: '%' },
  { heading: 'MTUS' },
  { heading: 'OF' },
  { heading: '%' },
]

/** A table of what every destination has used, with what is nearly used up below each. */
export function formatUsage({ month, destinations }: UsageDocument, width: number): readonly Line[] {
  if (destinations.length === 0) return [`there is no destination, and nothing was sent in ${month}`]
  return formatTable(COLUMNS, destinations.map(formatDestination), width)
}

function formatDestination(usage: DestinationUsageDocument): Row {
  const { id, workspace, from, apiCalls, mtus, callsAllowance, mtuAllowance, warnings } = usage
  return {
    cells: [
      id,
      workspace,
      from,
      apiCalls,
      callsAllowance,
      readPercent(apiCalls, callsAllowance),
      mtus,
      mtuAllowance,
      readPercent(mtus, mtuAllowance),
    ],
    details: warnings.map(formatUsageWarning),
  }
}

function readPercent(used: number, planned: number | null): number | null {
  return planned === null ? null : calculateUsedPercent(used, planned)
}
