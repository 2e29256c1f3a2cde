/** @jsxRuntime automatic @jsxImportSource preact */
import { CHANNEL_TYPES, type ChannelType } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { ItemFields } from '../config/item-fields.tsx'
import type { ItemForm } from '../config/item-kind.ts'
import { TypedFields } from '../config/typed-fields.tsx'

const NAMES: Readonly<Record<ChannelType, string>> = { webhook: 'Webhook', slack: 'Slack', email: 'E-mail' }
const CHOICES = CHANNEL_TYPES.map((value) => ({ value, text: NAMES[value] }))

/** What a channel says: of a new one name and type, then what that type asks for. */
export function ChannelFields({ fields, before }: ItemForm<null>): VNode {
  const own = fields.filter(({ name }) => name !== 'id' && name !== 'type')
  return (
    <TypedFields place="alerts/channels" choices={CHOICES} before={before}>
      <ItemFields fields={own} before={before} />
    </TypedFields>
  )
}
