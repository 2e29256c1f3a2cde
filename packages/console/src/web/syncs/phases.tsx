/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { formatDuration } from '../time/format-duration.ts'
import { formatUtc } from '../time/instant.tsx'
import type { Phase } from './list-phases.ts'

const STATES = { done: 'done', now: 'now', ahead: 'not yet', stopped: 'stopped here' } as const

/** The way of a sync, phase by phase. */
export function Phases({ phases }: { readonly phases: readonly Phase[] }): VNode {
  return (
    <ol class="phases card" aria-label="Phases">
      {phases.map(({ name, state, since, tookMs, result }) => (
        <li key={name} class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <strong>{name}</strong>
          <span class="took" title={since === null ? undefined : `since ${formatUtc(since)}`}>
            {state === 'done' && tookMs !== null ? formatDuration(tookMs) : STATES[state]}
            {state === 'now' && tookMs !== null && `, for ${formatDuration(tookMs)}`}
          </span>
          {result !== null && <span class="result">{result}</span>}
        </li>
      ))}
    </ol>
  )
}
