import { html, type Html } from './html.ts'
import type { Concern } from './list-concerns.ts'

/** What to look at first, or that there is nothing to look at. */
export function showConcerns(concerns: readonly Concern[]): Html {
  if (concerns.length === 0) return html`<p class="verdict good">All is well.</p>`
  return html`<section class="verdict bad">
    <h2>${concerns.length === 1 ? 'One thing' : `${concerns.length} things`} to look at</h2>
    <ul>
      ${concerns.map(showConcern)}
    </ul>
  </section>`
}

function showConcern({ what, detail, href, command }: Concern): Html {
  const title = html`<strong>${what}</strong>`
  return html`<li>
    ${href === null ? title : html`<a href="${href}">${title}</a>`}
    ${detail === null ? null : html`<p>${detail}</p>`}
    ${command === null ? null : html`<code>${command}</code>`}
  </li>`
}
