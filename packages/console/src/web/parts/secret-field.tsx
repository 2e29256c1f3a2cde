/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Field, type FieldProps } from './field.tsx'
import { useField } from './form.tsx'

/** A secret, which is written and never read: what is set already is not shown, and stays where nothing is typed. */
export function SecretField({ isSet, ...field }: FieldProps & { readonly isSet: boolean }): VNode {
  const { isReadOnly } = useField(field.name)
  return (
    <Field {...field} isRequired={!isSet && field.isRequired === true}>
      {(control, value) => (
        <input
          {...control}
          value={value}
          type="password"
          autocomplete="off"
          spellcheck={false}
          class="code"
          placeholder={isSet ? (isReadOnly ? 'set' : 'set — leave empty to keep') : undefined}
        />
      )}
    </Field>
  )
}

/** A secret of several lines, such as a key in PEM. */
export function SecretAreaField({ isSet, ...field }: FieldProps & { readonly isSet: boolean }): VNode {
  const { isReadOnly } = useField(field.name)
  return (
    <Field {...field} isRequired={!isSet && field.isRequired === true}>
      {(control, value) => (
        <textarea
          {...control}
          value={value}
          rows={3}
          class="code"
          spellcheck={false}
          autocomplete="off"
          placeholder={isSet ? (isReadOnly ? 'set' : 'set — leave empty to keep') : '-----BEGIN …'}
        />
      )}
    </Field>
  )
}
