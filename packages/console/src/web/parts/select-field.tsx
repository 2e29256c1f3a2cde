/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Field, type FieldProps } from './field.tsx'

/** Something to choose: what is sent, and what is read. */
export interface Choice {
  readonly value: string
  readonly text: string
}

/** A part of the page, by its id, that another choice changes: it is read again from `href` and the choice. */
export interface Renewal {
  readonly part: string
  readonly href: string
}

/** One of several choices. */
export function SelectField({
  choices,
  renews,
  ...field
}: FieldProps & { readonly choices: readonly Choice[]; readonly renews?: Renewal }): VNode {
  return (
    <Field {...field}>
      {(control, value) => (
        <select {...control} data-part={renews?.part} data-href={renews?.href}>
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
