import {
  formatUsageWarning,
  formatWaiting,
  type DestinationState,
  type Schedule,
  type SyncStatus,
} from '@sluice/shared/domain'
import type { Cell, Column } from '../output/column.ts'
import { formatAgo, formatAhead, formatInstant } from '../output/format-instant.ts'
import { chooseStatusStyle } from '../output/format-sync.ts'
import { formatTable, type Row } from '../output/format-table.ts'
import type { Line, Style } from '../output/line.ts'
import type { DestinationStatus, MappingStatus, StatusDocument } from '@sluice/operations'

const markNo = (cell: Cell): Style | null => (cell === false ? 'warning' : null)

const MAPPING_COLUMNS: readonly Column[] = [
  { heading: 'MAPPING', shorten: 'middle' },
  { heading: 'DESTINATION', shorten: 'middle' },
  { heading: 'ENABLED', style: markNo },
  { heading: 'SCHEDULE', shorten: 'end' },
  { heading: 'NEXT RUN' },
  { heading: 'LAST SYNC' },
  { heading: 'STATUS', style: (cell) => (cell === null ? null : chooseStatusStyle(cell as SyncStatus)) },
  { heading: 'EXTRACTED', isSpare: true },
  { heading: 'DELIVERED', isSpare: true },
  { heading: 'DEAD LETTERS', style: (cell) => (cell === 0 ? null : 'bad') },
]

const STATE_STYLES: Readonly<Record<DestinationState, Style>> = {
  ok: 'good',
  held: 'warning',
  unavailable: 'bad',
  refused: 'bad',
}

const DESTINATION_COLUMNS: readonly Column[] = [
  { heading: 'DESTINATION', shorten: 'middle' },
  { heading: 'REGION' },
  { heading: 'ENABLED', style: markNo },
  { heading: 'STATE', style: (cell) => STATE_STYLES[cell as DestinationState] },
  { heading: 'SINCE' },
  { heading: 'NEXT TRY' },
]

/**
 * How everything stands: a table of the mappings and one of the destinations, with what
 * is wrong or waited for below each.
 */
export function formatStatus(
  { mappings, destinations }: StatusDocument,
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): readonly Line[] {
  if (mappings.length + destinations.length === 0)
    return ['nothing is configured yet: `sluice apply -f sluice.yaml`']
  const mappingRows = mappings.map((mapping) => formatMapping(mapping, nowMs))
  const destinationRows = destinations.map((destination) => formatDestination(destination, nowMs))
  return [
    ...formatTable(MAPPING_COLUMNS, mappingRows, width),
    '',
    ...formatTable(DESTINATION_COLUMNS, destinationRows, width),
  ]
}

function formatMapping(status: MappingStatus, nowMs: number): Row {
  const { id, destination, enabled, schedule, nextRunAt, lastSync, openDeadLetters } = status
  const startedAt = lastSync?.startedAt ?? null
  return {
    cells: [
      id,
      destination,
      enabled,
      formatSchedule(schedule),
      nextRunAt === null ? null : formatAhead(nextRunAt, nowMs),
      startedAt === null ? null : formatAgo(startedAt, nowMs),
      lastSync?.status ?? null,
      lastSync?.extracted ?? null,
      lastSync?.delivered ?? null,
      openDeadLetters,
    ],
    details: [
      ...(lastSync?.waiting ? [formatWaiting(lastSync.waiting, nowMs)] : []),
      ...(lastSync?.error ? [`reason: ${lastSync.error}`] : []),
    ],
  }
}

function formatDestination(destination: DestinationStatus, nowMs: number): Row {
  const { id, region, enabled, state, since, reason, until, lastError, lastErrorAt } = destination
  const at = lastErrorAt === null ? '' : ` at ${formatInstant(lastErrorAt)}`
  return {
    cells: [
      id,
      region,
      enabled,
      state,
      formatAgo(since, nowMs),
      until === null ? null : formatAhead(until, nowMs),
    ],
    details: [
      ...(reason === null ? [] : [`reason: ${reason}`]),
      ...destination.usageWarnings.map(formatUsageWarning),
      ...(lastError === null || lastError === reason ? [] : [`last error${at}: ${lastError}`]),
    ],
  }
}

function formatSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
