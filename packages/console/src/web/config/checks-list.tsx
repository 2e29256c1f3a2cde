/** @jsxRuntime automatic @jsxImportSource preact */
import type { Check } from '@sluice/shared/domain'
import type { VNode } from 'preact'

const WORDS = { ok: 'ok', warning: 'look at this', failed: 'failed' } as const

/** What looks at something have shown, each in words. */
export function ChecksList({ checks }: { readonly checks: readonly Check[] }): VNode {
  return (
    <>
      <h2>Checks</h2>
      <ul class="checks card" aria-label="Checks">
        {checks.map(({ check, status, detail }) => (
          <li key={check} class={status}>
            <strong>{check}</strong> {WORDS[status]}: {detail}
          </li>
        ))}
      </ul>
    </>
  )
}
