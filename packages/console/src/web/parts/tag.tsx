/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'

/** A word about a state, and how one should feel about it. */
export function Tag({
  mood,
  title,
  children,
}: {
  readonly mood?: 'good' | 'bad' | 'busy'
  readonly title?: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <span class={mood === undefined ? 'tag' : `tag ${mood}`} title={title}>
      {children}
    </span>
  )
}
