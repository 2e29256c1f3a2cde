/** @jsxRuntime automatic @jsxImportSource preact */
import type { WrittenItem } from '@sluice/config'
import type { VNode } from 'preact'
import { CheckField } from '../parts/check-field.tsx'
import { SecretAreaField, SecretField } from '../parts/secret-field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextAreaField, TextField } from '../parts/text-field.tsx'
import type { ItemField } from './item-keys.ts'
import { isSecretSet } from './typed-item.ts'

/** Fields of an item, each as it is typed. `before` tells which secrets are set. */
export function ItemFields({
  fields,
  before,
}: {
  readonly fields: readonly ItemField[]
  readonly before: WrittenItem
}): VNode {
  return (
    <>
      {fields.map((field) => (
        <OneField key={field.name} field={field} before={before} />
      ))}
    </>
  )
}

/** The same, folded away, for what seldom needs to be said; open where something has been. */
export function MoreFields({
  fields,
  before,
  isOpen,
}: {
  readonly fields: readonly ItemField[]
  readonly before: WrittenItem
  readonly isOpen: boolean
}): VNode | null {
  if (fields.length === 0) return null
  return (
    <details class="more" open={isOpen}>
      <summary>More settings</summary>
      <ItemFields fields={fields} before={before} />
    </details>
  )
}

function OneField({ field, before }: { readonly field: ItemField; readonly before: WrittenItem }): VNode {
  const { name, label, kind, isRequired, choices } = field
  const props = { name, label, isRequired, ...(field.hint === '' ? {} : { hint: field.hint }) }
  if (kind === 'flag') return <CheckField name={name} label={label} />
  if (kind === 'choice')
    return <SelectField {...props} choices={choices.map((value) => ({ value, text: value }))} />
  if (kind === 'lines') return <TextAreaField {...props} rows={3} />
  if (kind !== 'secret') return <TextField {...props} isCode={name !== 'id'} />
  const isSet = isSecretSet(before, name)
  return name.includes('.') ? (
    <SecretAreaField {...props} isSet={isSet} />
  ) : (
    <SecretField {...props} isSet={isSet} />
  )
}
