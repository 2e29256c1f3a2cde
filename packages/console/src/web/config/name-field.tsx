/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { TextField } from '../parts/text-field.tsx'
import { NAME_HINT } from './item-keys.ts'

/** The name of an item that is new. */
export function NameField(): VNode {
  return <TextField name="id" label="Name" isRequired hint={NAME_HINT} />
}
