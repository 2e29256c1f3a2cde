/** @jsxRuntime automatic @jsxImportSource preact */
import type { AlertsDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { findItemPath } from '../config/find-item-path.ts'
import { OrderButton } from '../parts/order-button.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { formatAhead } from '../time/format-ahead.ts'
import { Instant } from '../time/instant.tsx'

/** The channels, how each does, and a test for each. */
export function ChannelsTable({
  channels,
  isOperator,
  nowMs,
}: {
  readonly channels: AlertsDocument['channels']
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode {
  return (
    <Table
      name="Where alerts are sent"
      columns={[
        'Channel',
        'Type',
        'State',
        'Last arrived',
        { count: 'Waiting' },
        ...(isOperator ? ['Try'] : []),
      ]}
      rows={channels.map(({ id, type, failingSince, lastError, lastDeliveryAt, nextTryAt, waiting }) => [
        <a href={findItemPath('channel', id)}>{id}</a>,
        type,
        failingSince === null ? (
          <Tag mood="good">works</Tag>
        ) : (
          <>
            <Tag mood="bad">failing</Tag> since <Instant at={failingSince} nowMs={nowMs} />: {lastError}
            {nextTryAt !== null && (
              <>
                , next try <Instant at={nextTryAt} nowMs={nowMs} format={formatAhead} />
              </>
            )}
          </>
        ),
        lastDeliveryAt === null ? 'never' : <Instant at={lastDeliveryAt} nowMs={nowMs} />,
        waiting,
        ...(isOperator
          ? [
              <OrderButton action="alerts/test" values={{ channel: id }}>
                Send a test
              </OrderButton>,
            ]
          : []),
      ])}
    />
  )
}
