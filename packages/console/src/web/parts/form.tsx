/** @jsxRuntime automatic @jsxImportSource preact */
import { createContext, type ComponentChildren, type VNode } from 'preact'
import { useContext } from 'preact/hooks'

/** What a form holds: what stands in its fields, and what is wrong with them, by the fields' names. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly issues: Readonly<Record<string, string>>
}

const Fields = createContext<FormState>({ values: {}, issues: {} })

/** What the form around a field says of it. */
export function useField(name: string): { readonly value: string; readonly issue: string | null } {
  const { values, issues } = useContext(Fields)
  return { value: values[name] ?? '', issue: issues[name] ?? null }
}

/**
 * A form that works without script; its fields find what was typed and what is wrong by their names. A link away
 * from what was typed and not sent asks.
 */
export function Form({
  action,
  state = { values: {}, issues: {} },
  isReadOnly = false,
  label,
  children,
}: {
  /** Relative to where the console stands. */
  readonly action: string
  readonly state?: FormState
  readonly isReadOnly?: boolean
  readonly label?: string
  readonly children: ComponentChildren
}): VNode {
  const count = Object.keys(state.issues).length
  return (
    <form method="post" action={action} class="form" noValidate data-ask-before-leaving aria-label={label}>
      {count > 0 && (
        <p class="alert" role="alert">
          {count === 1 ? 'One field needs' : `${count} fields need`} another look. Nothing was saved.
        </p>
      )}
      <fieldset disabled={isReadOnly} class="plain">
        <Fields.Provider value={state}>{children}</Fields.Provider>
      </fieldset>
    </form>
  )
}

/** Buttons under a form, the one for Enter first. */
export function FormActions({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="actions">{children}</div>
}
