/** @jsxRuntime automatic @jsxImportSource preact */
import { CHANNEL_TYPES, type ChannelType } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { ItemFields } from '../config/item-fields.tsx'
import type { ItemForm } from '../config/item-kind.ts'
import { NameField } from '../config/name-field.tsx'
import { SelectField } from '../parts/select-field.tsx'

const NAMES: Readonly<Record<ChannelType, string>> = { webhook: 'Webhook', slack: 'Slack', email: 'E-mail' }
const CHOICES = CHANNEL_TYPES.map((value) => ({ value, text: NAMES[value] }))

/** Another type has other settings. */
const RENEWAL = { part: 'settings', href: 'alerts/channels/new?type=' }

/** What a channel says: of a new one name and type, then what that type asks for. */
export function ChannelFields({ fields, before }: ItemForm<null>): VNode {
  const own = fields.filter(({ name }) => name !== 'id' && name !== 'type')
  return (
    <>
      {before['id'] === undefined ? (
        <>
          <NameField />
          <SelectField name="type" label="Type" choices={CHOICES} renews={RENEWAL} />
          <noscript>
            <p>
              Settings of:{' '}
              {CHOICES.map(({ value, text }) => (
                <>
                  <a href={`alerts/channels/new?type=${value}`}>{text}</a>{' '}
                </>
              ))}
            </p>
          </noscript>
        </>
      ) : (
        <p class="fact">
          <strong>Type</strong> {CHOICES.find(({ value }) => value === before['type'])?.text}
        </p>
      )}
      <div id="settings">
        <ItemFields fields={own} before={before} />
      </div>
    </>
  )
}
