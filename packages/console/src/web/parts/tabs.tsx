/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** One of several pages about the same thing. */
export interface Tab {
  readonly text: string
  /** Relative to where the console stands. */
  readonly href: string
  readonly isCurrent: boolean
}

/** Several pages about the same thing, one beside the other. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }): VNode {
  return (
    <div class="tabs" role="tablist" aria-label={label}>
      {tabs.map(({ text, href, isCurrent }) => (
        <a key={href} role="tab" href={href} aria-selected={isCurrent}>
          {text}
        </a>
      ))}
    </div>
  )
}
