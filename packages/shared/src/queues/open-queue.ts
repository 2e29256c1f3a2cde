import type { Job, JobState } from 'bullmq'
import { Queue } from './bullmq.ts'
import type { QueueDefinition } from './catalog.ts'
import { LONGEST_DEFERRAL_MS, Refusal } from './interruptions.ts'
import { parseJob } from './parse-job.ts'
import { readStoreTime } from './read-store-time.ts'
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
  /** Whether anything is known of a job: on its way while it waits, is put off, or a worker is at it. */
  readStage(jobId: string): Promise<'absent' | 'on its way' | 'ended'>
  /** True while a job waits, is put off, or a worker is at it. */
  isOnItsWay(jobId: string): Promise<boolean>
  /** Where a job stands, and why it failed if it did. */
  readState(jobId: string): Promise<JobStanding>
  /** What a job says; null when it is gone, or says what it was not made with. */
  readPayload(jobId: string): Promise<Payload | null>
  /**
   * True while a worker may be at a job: it holds the lock, which outlives it by a minute at most. One
   * that is under way by the books and is not held was left by a worker that died or stands still.
   */
  isHeld(jobId: string): Promise<boolean>
  /**
   * Lets jobs go at once that were put off for longer than anything is: by a worker whose
   * clock was ahead. Resolves to how many; to as many as are looked at in one go, at most.
   */
  bringForward(): Promise<number>
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

// BullMQ keeps delayed jobs by their instant, with twelve bits for their order within a millisecond.
const SCORES_PER_MS = 0x1000
const BROUGHT_FORWARD_LIMIT = 1_000

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
  const isOnItsWay = async (jobId: string): Promise<boolean> =>
    ON_ITS_WAY.includes(await queue.getJobState(jobId))
  const readStage = async (jobId: string): Promise<'absent' | 'on its way' | 'ended'> => {
    const isKnown = connection.redis.exists(queue.toKey(jobId))
    const [isUnderWay, known] = await Promise.all([isOnItsWay(jobId), isKnown])
    if (isUnderWay) return 'on its way'
    return known === 0 ? 'absent' : 'ended'
  }
  return {
    name: definition.name,
    raw: queue,
    add,

    async putBack(payload) {
      const jobId = definition.jobId(payload)
      const stage = await readStage(jobId)
      if (stage === 'on its way') return stage
      if (stage === 'ended') await queue.remove(jobId)
      await add(payload)
      return 'added'
    },

    readStage,
    isOnItsWay,

    async readState(jobId) {
      const job = await queue.getJob(jobId)
      if (job === undefined) return { state: 'unknown', failedReason: null }
      return { state: await job.getState(), failedReason: job.failedReason ?? null }
    },

    async readPayload(jobId) {
      const job = (await queue.getJob(jobId)) as Job<Payload> | undefined
      if (job === undefined) return null
      try {
        return parseJob(definition, job)
      } catch (error) {
        if (error instanceof Refusal) return null
        throw error
      }
    },

    async isHeld(jobId) {
      return (await connection.redis.exists(`${queue.toKey(jobId)}:lock`)) === 1
    },

    async bringForward() {
      const limitMs = (await readStoreTime(connection.redis)) + LONGEST_DEFERRAL_MS
      const jobIds = await connection.redis.zrangebyscore(
        queue.toKey('delayed'),
        `(${limitMs * SCORES_PER_MS}`,
        '+inf',
        'LIMIT',
        0,
        BROUGHT_FORWARD_LIMIT,
      )
      // One whose time has come meanwhile, or that somebody else was first to let go, is none.
      const brought = await Promise.allSettled(jobIds.map((jobId) => queue.backend.promote(jobId)))
      return brought.filter(({ status }) => status === 'fulfilled').length
    },

    async countReady() {
      const counts = await queue.getJobCounts('waiting', 'active', 'prioritized')
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },

    close: () => queue.close(),
  }
}
