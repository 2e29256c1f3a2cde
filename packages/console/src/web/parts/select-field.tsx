/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Field, type FieldProps } from './field.tsx'

/** Something to choose: what is sent, and what is read. */
export interface Choice {
  readonly value: string
  readonly text: string
}

/** One of several choices. */
export function SelectField({
  choices,
  ...field
}: FieldProps & { readonly choices: readonly Choice[] }): VNode {
  return (
    <Field {...field}>
      {(control, value) => (
        <select {...control}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
