/** @jsxRuntime automatic @jsxImportSource preact */
import { findAlertPath } from '@sluice/alerts/core'
import type { AlertDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { Instant } from '../time/instant.tsx'
import { nameKind } from './name-kind.ts'
import { MuteOrders } from './mute-orders.tsx'

/** Alerts, open or resolved. */
export function AlertsTable({
  name,
  alerts,
  isOperator,
  nowMs,
}: {
  readonly name: string
  readonly alerts: readonly AlertDocument[]
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode {
  const isOpen = alerts.some(({ state }) => state === 'open')
  return (
    <Table
      name={name}
      columns={[
        'What',
        'About',
        'Cause',
        'Since',
        isOpen ? 'Told' : 'Resolved',
        ...(isOpen ? ['Muted'] : []),
      ]}
      rows={alerts.map((alert) => [
        <a href={findAlertPath(alert)}>{nameKind(alert.kind)}</a>,
        alert.mapping ?? alert.destination ?? 'everything',
        alert.cause,
        <Instant at={alert.since} nowMs={nowMs} />,
        isOpen ? formatTold(alert) : <Instant at={alert.resolvedAt} nowMs={nowMs} />,
        ...(isOpen ? [<Muted alert={alert} isOperator={isOperator} nowMs={nowMs} />] : []),
      ])}
    />
  )
}

function formatTold({ told }: AlertDocument): string {
  return told.length === 0 ? 'nobody' : told.join(', ')
}

function Muted({
  alert,
  isOperator,
  nowMs,
}: {
  readonly alert: AlertDocument
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode | null {
  const { rule, mapping, destination, mutedUntil } = alert
  return (
    <>
      {mutedUntil !== null && (
        <Tag>
          until <Instant at={mutedUntil} nowMs={nowMs} format={formatEnd} />
        </Tag>
      )}
      {isOperator && mutedUntil === null && (
        <MuteOrders
          // Of a destination its mappings are told of alike.
          subject={destination === null ? { rule, mapping } : { rule, destination }}
          label={`Mute ${rule} of ${mapping ?? destination ?? ''}`}
        />
      )}
    </>
  )
}

/** `2026-01-02 03:04` */
function formatEnd(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}
