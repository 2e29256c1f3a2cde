/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Concern } from './list-concerns.ts'

/** How many are shown; whoever has more begins with these. */
const MOST = 20

/** What to look at first, or that there is nothing to look at. */
export function Concerns({
  concerns,
  total,
}: {
  readonly concerns: readonly Concern[]
  /** With those that are not among them. */
  readonly total: number
}): VNode {
  if (concerns.length === 0) {
    return (
      <section class="verdict good" aria-label="Needs attention">
        <p>All is well.</p>
      </section>
    )
  }
  const shown = concerns.slice(0, MOST)
  return (
    <section class="verdict bad" aria-labelledby="needs-attention">
      <h2 id="needs-attention">Needs attention</h2>
      <ul>
        {shown.map((concern) => (
          <ConcernItem key={concern.what} {...concern} />
        ))}
        {total > shown.length && <li>and {(total - shown.length).toLocaleString('en-US')} more</li>}
      </ul>
    </section>
  )
}

function ConcernItem({ what, detail, href, command }: Concern): VNode {
  return (
    <li>
      <strong>{href === null ? what : <a href={href}>{what}</a>}</strong>
      {detail !== null && <p>{detail}</p>}
      {command !== null && <code>{command}</code>}
    </li>
  )
}
