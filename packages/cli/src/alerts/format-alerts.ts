import type { AlertsDocument } from '@sluice/operations'
import type { Column } from '../output/column.ts'
import { formatAgo } from '../output/format-instant.ts'
import { formatTable } from '../output/format-table.ts'
import type { Line } from '../output/line.ts'

const ALERTS: readonly Column[] = [
  { heading: 'ALERT' },
  { heading: 'RULE', shorten: 'middle' },
  { heading: 'ABOUT', shorten: 'middle' },
  { heading: 'SINCE' },
  { heading: 'TOLD', isSpare: true },
  { heading: 'CAUSE' },
]

const CHANNELS: readonly Column[] = [
  { heading: 'CHANNEL', shorten: 'middle' },
  { heading: 'TYPE' },
  { heading: 'STATE' },
  { heading: 'LAST ARRIVED' },
]

/** What is wrong and was, and how the channels do, as two tables. */
export function formatAlerts(
  { open, resolved, channels, rules }: AlertsDocument,
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): readonly Line[] {
  if (rules.length + channels.length + open.length + resolved.length === 0)
    return ['no rules yet: `alerts:` in sluice.yaml says what you want to be told of, and where']
  const alerts = [...open, ...resolved].map((alert) => ({
    cells: [
      alert.mutedUntil === null ? alert.state : 'muted',
      alert.rule,
      alert.mapping ?? alert.destination ?? '',
      formatAgo(alert.since, nowMs),
      alert.told.join(', '),
      alert.cause,
    ],
  }))
  const rows = channels.map(({ id, type, failingSince, lastError, lastDeliveryAt }) => ({
    cells: [
      id,
      type,
      failingSince === null ? 'ok' : `failing since ${formatAgo(failingSince, nowMs)}: ${lastError ?? ''}`,
      lastDeliveryAt === null ? 'never' : formatAgo(lastDeliveryAt, nowMs),
    ],
  }))
  return [
    ...(alerts.length === 0 ? ['nothing is wrong, and nothing was'] : formatTable(ALERTS, alerts, width)),
    ...(rows.length === 0 ? [] : ['', ...formatTable(CHANNELS, rows, width)]),
  ]
}
