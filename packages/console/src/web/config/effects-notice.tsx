/** @jsxRuntime automatic @jsxImportSource preact */
import type { Effect } from '@sluice/config'
import type { VNode } from 'preact'
import { describeEffect } from './describe-effect.ts'
import { findItemPath } from './find-item-path.ts'

/** What a change does before it is made, for somebody to decide. */
export interface ToldEffects {
  readonly effects: readonly Effect[]
  /** What could not be counted, and why. */
  readonly uncounted: readonly string[]
  /** API calls that sending all again takes; null where that cannot be chosen here. */
  readonly resendCalls: number | null
}

/** How many mappings are told of; of more it is said how many there are. */
const MOST = 20

/** Says what a change does to events before it is made; its buttons make it. */
export function EffectsNotice({
  told: { effects, uncounted, resendCalls },
  button,
}: {
  readonly told: ToldEffects
  /** How the form names what its buttons do. */
  readonly button: { readonly name: string; readonly keep: string; readonly resend: string }
}): VNode {
  const [only] = effects
  const hasOtherRows = effects.some(({ model }) => model !== undefined)
  return (
    <section class="verdict notice" role="alert" aria-labelledby="effects-title">
      <h2 id="effects-title">What saving does</h2>
      {effects.length === 1 && only !== undefined ? (
        describeEffect(only).map((sentence) => <p key={sentence}>{sentence}</p>)
      ) : (
        <ul>
          {effects.slice(0, MOST).map((effect) => (
            <li key={effect.mapping}>
              <a href={findItemPath('mapping', effect.mapping)}>{effect.mapping}</a>:{' '}
              {describeEffect(effect).join(' ')}
            </li>
          ))}
          {effects.length > MOST && <li>and {(effects.length - MOST).toLocaleString('en-US')} more</li>}
        </ul>
      )}
      {uncounted.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <div class="actions">
        <button name={button.name} value={button.keep}>
          {hasOtherRows
            ? 'Save it'
            : effects.length === 0
              ? 'Save all the same'
              : 'Only what changes from now on'}
        </button>
        {resendCalls !== null && (
          <button class="quiet" name={button.name} value={button.resend}>
            Send all again: {resendCalls.toLocaleString('en-US')} API calls
          </button>
        )}
      </div>
    </section>
  )
}
