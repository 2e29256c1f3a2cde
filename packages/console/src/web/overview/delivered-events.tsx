/** @jsxRuntime automatic @jsxImportSource preact */
import type { DeliveriesDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { Section } from '../parts/section.tsx'

const [WIDTH, HEIGHT, GAP] = [960, 96, 4]

/** What was delivered in each of the last hours, as columns; nothing where nothing was. */
export function DeliveredEvents({ hours }: DeliveriesDocument): VNode | null {
  const write = (count: number): string => count.toLocaleString('en-US')
  const total = hours.reduce((sum, { delivered }) => sum + delivered, 0)
  const dead = hours.reduce((sum, hour) => sum + hour.dead, 0)
  const most = Math.max(...hours.map((hour) => hour.delivered + hour.dead))
  if (total + dead === 0) return null
  const step = WIDTH / hours.length
  const scale = (count: number): number => (count / most) * HEIGHT
  return (
    <Section title="Delivered events">
      <figure class="card chart">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Delivered events: ${write(total)} in the last 24 hours, ${write(dead)} dead letters`}
        >
          {hours.map(({ at, delivered, dead: lost }, index) => (
            <g key={at}>
              <title>{`${at.slice(11, 16)} UTC: ${write(delivered)} delivered, ${write(lost)} dead letters`}</title>
              <rect class="hour" x={index * step} y="0" width={step} height={HEIGHT} />
              <rect
                class="delivered"
                x={index * step + GAP / 2}
                y={HEIGHT - scale(delivered)}
                width={step - GAP}
                height={scale(delivered)}
              />
              <rect
                class="dead"
                x={index * step + GAP / 2}
                y={HEIGHT - scale(delivered + lost)}
                width={step - GAP}
                height={scale(lost)}
              />
            </g>
          ))}
        </svg>
        <figcaption>
          <span>24 h ago</span>
          <span>
            {write(total)} delivered{dead > 0 && `, ${write(dead)} dead letters`} · most in an hour:{' '}
            {write(most)}
          </span>
          <span>now</span>
        </figcaption>
      </figure>
    </Section>
  )
}
