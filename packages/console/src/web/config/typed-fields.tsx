/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import { SelectField, type Choice } from '../parts/select-field.tsx'
import type { ItemForm } from './item-kind.ts'
import { NameField } from './name-field.tsx'

/** What an item says whose settings are a matter of its type: name and type, of a new one to choose, then those. */
export function TypedFields({
  place,
  choices,
  before,
  children,
}: {
  /** The first part of the paths of its kind: `sources`. */
  readonly place: string
  readonly choices: readonly Choice[]
  readonly before: ItemForm<unknown>['before']
  readonly children: ComponentChildren
}): VNode {
  const href = `${place}/new?type=`
  return (
    <>
      {before['id'] === undefined ? (
        <>
          <NameField />
          <SelectField name="type" label="Type" choices={choices} renews={{ part: 'settings', href }} />
          <noscript>
            <p>
              Settings of:{' '}
              {choices.map(({ value, text }) => (
                <>
                  <a href={`${href}${value}`}>{text}</a>{' '}
                </>
              ))}
            </p>
          </noscript>
        </>
      ) : (
        <p class="fact">
          <strong>Type</strong> {choices.find(({ value }) => value === before['type'])?.text}
        </p>
      )}
      <div id="settings">{children}</div>
    </>
  )
}
