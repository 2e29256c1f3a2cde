/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import { useField } from './form.tsx'
import { Labelled } from './labelled.tsx'

/** What every field says of itself. */
export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: ComponentChildren
  readonly isRequired?: boolean
}

/** What makes an element the control of a field. */
export interface ControlProps {
  readonly id: string
  readonly name: string
  readonly required: boolean
  readonly 'aria-invalid': 'true' | undefined
  readonly 'aria-describedby': string | undefined
}

/** A control under its label, with its hint and what is wrong with it, which are read out with it. */
export function Field({
  name,
  label,
  hint,
  isRequired = false,
  children,
}: FieldProps & { readonly children: (control: ControlProps, value: string) => VNode }): VNode {
  const { value, issue } = useField(name)
  const id = `field-${name}`
  const descriptions = [hint !== undefined && `${id}-hint`, issue !== null && `${id}-issue`].filter(Boolean)
  const control: ControlProps = {
    id,
    name,
    required: isRequired,
    'aria-invalid': issue === null ? undefined : 'true',
    'aria-describedby': descriptions.join(' ') || undefined,
  }
  return (
    <Labelled id={id} label={label} hint={hint} issue={issue ?? undefined}>
      {children(control, value)}
    </Labelled>
  )
}
