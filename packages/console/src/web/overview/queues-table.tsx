/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import type { QueueOverview } from './read-overview.ts'

/** Every queue with how much work lies in it. */
export function QueuesTable({ queues }: { readonly queues: readonly QueueOverview[] }): VNode {
  return (
    <Section title="Queues">
      <Table
        name="Queues"
        columns={[
          'Queue',
          { count: 'Waiting' },
          { count: 'Active' },
          { count: 'Delayed' },
          { count: 'Failed' },
        ]}
        rows={queues.map(({ name, isPaused, waiting, active, delayed, failed }) => [
          <>
            <a href={`queues/queue/${name}`}>{name}</a> {isPaused && <Tag mood="bad">paused</Tag>}
          </>,
          waiting,
          active,
          delayed,
          failed,
        ])}
      />
    </Section>
  )
}
