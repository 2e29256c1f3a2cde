/** @jsxRuntime automatic @jsxImportSource preact */
import type { Effect } from '@sluice/config'
import type { VNode } from 'preact'
import { readItemPath } from './read-item-path.ts'

/** How many mappings are told of; of more it is said how many there are. */
const MOST = 20

/** Says what a change does to events before it is made; its button makes it. */
export function EffectsNotice({ effects }: { readonly effects: readonly Effect[] }): VNode {
  const write = (count: number): string => count.toLocaleString('en-US')
  return (
    <section class="verdict notice" role="alert" aria-label="What saving does">
      <h2>What saving does</h2>
      <ul>
        {effects.slice(0, MOST).map(({ mapping, stay, keptBack, wouldResend }) => (
          <li key={mapping}>
            <a href={readItemPath('mapping', mapping)}>{mapping}</a>: {write(stay)} records stay as they were
            sent
            {keptBack > 0 && `, ${write(keptBack)} that were kept back are looked at again`}. To send all
            again takes {write(wouldResend)} API calls, and is a choice when the mapping is saved.
          </li>
        ))}
        {effects.length > MOST && <li>and {write(effects.length - MOST)} more</li>}
      </ul>
      <div class="actions">
        <button name="step" value="keep">
          Only what changes from now on
        </button>
      </div>
    </section>
  )
}
