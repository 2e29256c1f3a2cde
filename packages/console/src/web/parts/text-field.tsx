/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Field, type FieldProps } from './field.tsx'

/** A line of text; `isCode` for what machines read. */
export function TextField({ isCode = false, ...field }: FieldProps & { readonly isCode?: boolean }): VNode {
  return (
    <Field {...field}>
      {(control, value) => (
        <input
          {...control}
          value={value}
          type="text"
          autocomplete="off"
          {...(isCode ? { class: 'code', spellcheck: false, autocapitalize: 'none' } : {})}
        />
      )}
    </Field>
  )
}

/** Several lines of text, such as a query. */
export function TextAreaField({ rows = 6, ...field }: FieldProps & { readonly rows?: number }): VNode {
  return (
    <Field {...field}>
      {(control, value) => (
        <textarea
          {...control}
          rows={rows}
          class="code"
          spellcheck={false}
          autocapitalize="none"
          value={value}
        />
      )}
    </Field>
  )
}
