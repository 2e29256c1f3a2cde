/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { useField } from './form.tsx'

/** A box to tick: `on` where it is. */
export function CheckField({ name, label }: { readonly name: string; readonly label: string }): VNode {
  const { value } = useField(name)
  return (
    <label class="check">
      <input type="checkbox" name={name} checked={value === 'on'} />
      {label}
    </label>
  )
}
