/** @jsxRuntime automatic @jsxImportSource preact */
import type { DestinationStanding, ItemDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { Switch } from '../parts/switch.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { DestinationState } from './destination-state.tsx'

/** The switch of a destination: nothing is sent there while it is off. */
export function EnableDestination({
  document: { id, item },
  isOperator,
}: {
  readonly document: ItemDocument
  readonly isOperator: boolean
}): VNode {
  return (
    <Switch
      action={`destinations/${encodeURIComponent(id)}/enable`}
      label="Enable destination"
      isOn={item['enabled'] !== false}
      isDisabled={!isOperator}
    />
  )
}

/** How a destination stands, and its two pages; nothing of one that was removed just now. */
export function DestinationHead({
  status,
  current,
  nowMs,
}: {
  readonly status: DestinationStanding | null
  readonly current: 'settings' | 'mappings'
  readonly nowMs: number
}): VNode | null {
  if (status === null) return null
  const place = `destinations/${encodeURIComponent(status.id)}`
  return (
    <>
      <p class="standing">
        <DestinationState status={status} nowMs={nowMs} />
      </p>
      <Tabs
        label="Destination"
        tabs={[
          { text: 'Settings', href: `${place}/settings`, isCurrent: current === 'settings' },
          { text: 'Mappings', href: `${place}/mappings`, isCurrent: current === 'mappings' },
        ]}
      />
    </>
  )
}
