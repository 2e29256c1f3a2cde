/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Field, type FieldProps } from './field.tsx'

/** A secret, which is written and never read: what is set already is not shown, and stays where nothing is typed. */
export function SecretField({ isSet, ...field }: FieldProps & { readonly isSet: boolean }): VNode {
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
          placeholder={isSet ? 'set — leave empty to keep' : undefined}
        />
      )}
    </Field>
  )
}
