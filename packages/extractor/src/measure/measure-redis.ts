import type { Metrics } from '@sluice/shared/runtime'
import type { CachedRead } from './cached-read.ts'
import { createStateGauge } from './create-state-gauge.ts'
import { JOB_STATES, type QueueState } from './read-queues.ts'
import type { RedisMemory } from '../sync/read-redis-memory.ts'

/** What Redis holds. */
export interface RedisState {
  readonly queues: readonly QueueState[]
  readonly memory: RedisMemory
  readonly readAt: Date
}

/** Gauges of the queues and of Redis' memory. */
export function measureRedis(metrics: Metrics, read: CachedRead<RedisState>): void {
  const declare = createStateGauge(metrics, read)
  declare({ name: 'sluice_queue_jobs', help: 'Jobs in a queue.', labels: ['queue', 'state'] }, ({ queues }) =>
    queues.flatMap(({ queue, jobs }) => JOB_STATES.map((state) => [{ queue, state }, jobs[state]] as const)),
  )
  declare(
    {
      name: 'sluice_queue_oldest_waiting_seconds',
      help: 'Time since the next job of a queue was added or last tried; 0 when none waits.',
      labels: ['queue'],
    },
    ({ queues, readAt }) =>
      queues.map(({ queue, waitingSince }) => [
        { queue },
        waitingSince === null ? 0 : Math.max(0, readAt.getTime() - waitingSince.getTime()) / 1_000,
      ]),
  )
  declare({ name: 'sluice_redis_memory_bytes', help: 'Memory that Redis uses.' }, ({ memory }) => [
    [{}, memory.usedBytes],
  ])
  declare(
    { name: 'sluice_redis_memory_ratio', help: "Share of Redis' maxmemory in use; 0 when it has no limit." },
    ({ memory }) => [[{}, memory.ratio]],
  )
}
