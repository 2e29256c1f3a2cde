import { Queue, type JobState } from 'bullmq'
import type { QueueDefinition } from './catalog.ts'
import { SCHEDULE_SETTINGS } from './schedule-settings.ts'
import type { RedisConnection } from './redis/index.ts'

/** Where a job stands. */
export interface JobStanding {
  readonly state: JobState | 'unknown'
  readonly failedReason: string | null
}

/** A typed producer of one queue. */
export interface TypedQueue<Payload> {
  readonly name: string
  /** Adds a job under its deterministic id; while a job of that id is known, a repeat changes nothing. */
  add(payload: Payload): Promise<void>
  /** Adds a job again whose earlier one has ended or is lost; changes nothing while that one is on its way. */
  putBack(payload: Payload): Promise<'added' | 'on its way'>
  /** Where a job stands, and why it failed if it did. */
  readState(jobId: string): Promise<JobStanding>
  /** Jobs that a worker could take now or is at; deferred ones are not counted. */
  countReady(): Promise<number>
  /** BullMQ's own queue, for the board and the schedulers. */
  readonly raw: Queue
  close(): Promise<void>
}

export interface QueueConnection {
  readonly redis: RedisConnection
  readonly prefix: string
  readonly onError: (error: Error) => void
}

const ON_ITS_WAY: readonly (JobState | 'unknown')[] = [
  'active',
  'waiting',
  'delayed',
  'prioritized',
  'waiting-children',
]

/** Opens the producing side of a queue on a shared connection, which stays the caller's. */
export function openQueue<Payload extends object>(
  definition: QueueDefinition<Payload>,
  connection: QueueConnection,
): TypedQueue<Payload> {
  const queue = new Queue(definition.name, {
    connection: connection.redis,
    prefix: connection.prefix,
    settings: SCHEDULE_SETTINGS,
  })
  queue.on('error', connection.onError)

  const add = async (payload: Payload): Promise<void> => {
    await queue.add(definition.name, payload, { ...definition.options, jobId: definition.jobId(payload) })
  }
  return {
    name: definition.name,
    raw: queue,
    add,

    async putBack(payload) {
      const jobId = definition.jobId(payload)
      if (ON_ITS_WAY.includes(await queue.getJobState(jobId))) return 'on its way'
      await queue.remove(jobId)
      await add(payload)
      return 'added'
    },

    async readState(jobId) {
      const job = await queue.getJob(jobId)
      if (job === undefined) return { state: 'unknown', failedReason: null }
      return { state: await job.getState(), failedReason: job.failedReason ?? null }
    },

    async countReady() {
      const counts = await queue.getJobCounts('waiting', 'active', 'prioritized')
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },

    close: () => queue.close(),
  }
}
