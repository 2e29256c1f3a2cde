/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** A bar of a chart: how high it is, and what is said of it where it is pointed at. */
export interface Bar {
  readonly value: number
  readonly title: string
}

const WIDTH = 720
const HEIGHT = 110

/** Bars beside each other, the highest as high as the chart; written by the server, so it needs no script. */
export function BarChart({
  name,
  summary,
  bars,
  from,
  to,
  places = bars.length,
}: {
  readonly name: string
  /** What it shows, for who does not see it, and above it for who does. */
  readonly summary: string
  readonly bars: readonly Bar[]
  /** What stands under the first bar and the last. */
  readonly from: string
  readonly to: string
  /** How many bars would fill it. */
  readonly places?: number
}): VNode {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const step = WIDTH / Math.max(places, bars.length, 1)
  return (
    <figure class="chart card" aria-label={name}>
      <figcaption>{summary}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${summary}`}
      >
        {bars.map(({ value, title }, index) => {
          const height = value === 0 ? 0 : Math.max(1.5, (value / most) * HEIGHT)
          return (
            <rect
              key={index}
              x={index * step}
              y={HEIGHT - height}
              width={Math.max(0.5, step - 1.5)}
              height={height}
            >
              <title>{title}</title>
            </rect>
          )
        })}
      </svg>
      <p class="axis">
        <span>{from}</span>
        <span>{to}</span>
      </p>
    </figure>
  )
}
