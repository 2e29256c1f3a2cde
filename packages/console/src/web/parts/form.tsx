/** @jsxRuntime automatic @jsxImportSource preact */
import { createContext, type ComponentChildren, type VNode } from 'preact'
import { useContext } from 'preact/hooks'

/** What a form holds: what stands in its fields, and what is wrong, by the fields' names; the whole has none (`''`). */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly issues: Readonly<Record<string, string>>
}

const Fields = createContext<FormState>({ values: {}, issues: {} })

const ReadOnly = createContext(false)

/** What the form around a field says of it. */
export function useField(name: string): {
  readonly value: string
  readonly issue: string | null
  readonly isReadOnly: boolean
} {
  const { values, issues } = useContext(Fields)
  return { value: values[name] ?? '', issue: issues[name] ?? null, isReadOnly: useContext(ReadOnly) }
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
  isTyped = false,
  head,
  actions,
  children,
}: {
  /** Relative to where the console stands. */
  readonly action: string
  readonly state?: FormState
  readonly isReadOnly?: boolean
  readonly label?: string
  /** True where what stands in it was typed and is not saved. */
  readonly isTyped?: boolean
  /** Above the fields: what it asks first. */
  readonly head?: ComponentChildren
  /** What works also while nothing may be changed. */
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}): VNode {
  const { '': whole, ...issues } = state.issues
  const count = Object.keys(issues).length
  return (
    <form
      method="post"
      action={action}
      class="form"
      noValidate
      data-ask-before-leaving={isTyped ? 'typed' : ''}
      aria-label={label}
    >
      {(count > 0 || whole !== undefined) && (
        <p class="alert" role="alert">
          {whole ??
            `${count === 1 ? 'One field needs' : `${count} fields need`} another look. Nothing was saved.`}
        </p>
      )}
      {head}
      <fieldset disabled={isReadOnly} class="plain">
        <ReadOnly.Provider value={isReadOnly}>
          <Fields.Provider value={state}>{children}</Fields.Provider>
        </ReadOnly.Provider>
      </fieldset>
      {actions}
    </form>
  )
}

/** Buttons under a form, the one for Enter first. */
export function FormActions({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="actions">{children}</div>
}
