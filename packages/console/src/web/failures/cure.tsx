/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { SluiceError } from '@sluice/shared/errors'
import { ADVICE } from './advice.ts'

/** What mends an error, with a link to where that is done. */
export function Cure({ error }: { readonly error: Pick<SluiceError, 'code' | 'subject' | 'facts'> }): VNode {
  const { text, href } = ADVICE[error.code](error)
  return <a href={href}>{text}</a>
}
