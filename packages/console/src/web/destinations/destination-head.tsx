/** @jsxRuntime automatic @jsxImportSource preact */
import type { ItemDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { Switch } from '../parts/switch.tsx'
import { Tabs } from '../parts/tabs.tsx'

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

/** The two pages of a destination. */
export function DestinationTabs({
  id,
  current,
}: {
  readonly id: string
  readonly current: 'settings' | 'mappings'
}): VNode {
  const place = `destinations/${encodeURIComponent(id)}`
  return (
    <Tabs
      label="Destination"
      tabs={[
        { text: 'Settings', href: `${place}/settings`, isCurrent: current === 'settings' },
        { text: 'Mappings', href: `${place}/mappings`, isCurrent: current === 'mappings' },
      ]}
    />
  )
}
