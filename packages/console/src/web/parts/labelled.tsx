/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'

/** A control under its label, with its hint and what is wrong with it, which are read out with it. */
export function Labelled({
  id,
  label,
  hint,
  issue,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly hint?: ComponentChildren
  readonly issue?: string | undefined
  readonly children: ComponentChildren
}): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {issue !== undefined && (
        <p class="issue" id={`${id}-issue`}>
          {issue}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** What ties a control to the texts around it. */
export function describedBy(
  id: string,
  { hint, issue }: { readonly hint?: string | undefined; readonly issue?: string | undefined },
): { readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': 'true' | undefined } {
  const ids = [issue === undefined ? '' : `${id}-issue`, hint === undefined ? '' : `${id}-hint`]
  return {
    'aria-describedby': ids.filter(Boolean).join(' ') || undefined,
    'aria-invalid': issue === undefined ? undefined : 'true',
  }
}
