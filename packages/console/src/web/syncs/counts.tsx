/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { SyncDocument } from '@sluice/shared/domain'

const PARTS = [
  { key: 'delivered', text: 'delivered' },
  { key: 'skipped', text: 'skipped' },
  { key: 'invalid', text: 'invalid' },
  { key: 'dead', text: 'dead' },
  { key: 'inFlight', text: 'in flight' },
] as const

const WIDTH = 1_000
/** Two rows of a million shall be seen. */
const LEAST_WIDTH = 4

/** What has become of everything that a sync found, as a bar and in numbers that add up. */
export function Counts({ sync }: { readonly sync: SyncDocument }): VNode {
  const { extracted } = sync
  let left = 0
  return (
    <div class="counts card">
      <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
        {PARTS.map(({ key }) => {
          const width =
            extracted === 0 ? 0 : Math.max(sync[key] > 0 ? LEAST_WIDTH : 0, (sync[key] / extracted) * WIDTH)
          const bar = <rect key={key} class={key} x={left} y="0" width={width} height="10" />
          left += width
          return bar
        })}
      </svg>
      <p class="sum">
        <span>
          <b>{format(extracted)}</b> changed
        </span>
        {PARTS.map(({ key, text }, index) => (
          <span key={key}>
            {index === 0 ? '= ' : '+ '}
            <i class={key} aria-hidden="true" />
            <b>{format(sync[key])}</b> {text}
          </span>
        ))}
      </p>
    </div>
  )
}

function format(value: number): string {
  return value.toLocaleString('en-US')
}
