import type { JobsOptions } from 'bullmq'
import { z } from 'zod'

/**
 * A queue as one value: its name, what its jobs carry, the id that makes a repeat of the same work a no-op, and how its jobs
 * are kept. Job data holds references only: no secret, no row value.
 */
export interface QueueDefinition<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly jobId: (payload: Payload) => string
  readonly options: JobsOptions
}

/** Prefix of every key in Redis; the braces are a hash tag, so that all of them lie on one shard of a cluster. */
export const DEFAULT_QUEUE_PREFIX = '{sluice}'

// Attempts count unexpected errors only; what is known to pass (a busy API, a lost connection) is deferred instead.
const UNEXPECTED_ERROR_OPTIONS: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  stackTraceLimit: 3,
}
// What has ended is truth of the control database; these are for whoever looks at the board.
const KEPT_COMPLETED = { age: 3_600, count: 1_000 }
const KEPT_FAILED = { age: 7 * 86_400, count: 10_000 }
// A job id that is kept would turn the next start of the same work into a no-op.
const NOT_KEPT = { removeOnComplete: true, removeOnFail: true }

/** A tripwire: job data are references, and a reference is short. */
const JOB_SIZE_LIMIT_BYTES = 4_096

const uuid = z.string().min(1)
const count = z.number().int().nonnegative()

export interface TickPayload {
  readonly mapping: string
}

/** A schedule's beat: starts a sync of its mapping unless one is running. Filled by job schedulers. */
export const TICK_QUEUE = {
  name: 'tick',
  payload: z.object({ mapping: z.string().min(1) }),
  jobId: ({ mapping }: TickPayload) => `tick-${mapping}`,
  options: { ...NOT_KEPT, sizeLimit: JOB_SIZE_LIMIT_BYTES },
} satisfies QueueDefinition<TickPayload>

export interface ExtractPayload {
  readonly sync: string
  /** `run` stages and streams; `commit` folds what has settled. */
  readonly step: 'run' | 'commit'
}

/** A sync to be taken as far as it will go. */
export const EXTRACT_QUEUE = {
  name: 'extract',
  payload: z.object({ sync: uuid, step: z.enum(['run', 'commit']) }),
  jobId: ({ sync, step }: ExtractPayload) => `${step}-${sync}`,
  options: { ...UNEXPECTED_ERROR_OPTIONS, ...NOT_KEPT, sizeLimit: JOB_SIZE_LIMIT_BYTES },
} satisfies QueueDefinition<ExtractPayload>

/** What tells one chunk from every other. */
export interface ChunkName {
  readonly sync: string
  readonly chunk: number
}

export interface MapPayload extends ChunkName {
  readonly mapping: string
  readonly mappingVersion: number
  readonly rows: number
}

/** A chunk of deltas to be mapped; the deltas lie in the payload store. */
export const MAP_QUEUE = {
  name: 'map',
  payload: z.object({
    sync: uuid,
    mapping: z.string().min(1),
    mappingVersion: count,
    chunk: count,
    rows: count,
  }),
  jobId: ({ sync, chunk }: ChunkName) => `map-${sync}-${chunk}`,
  options: {
    ...UNEXPECTED_ERROR_OPTIONS,
    removeOnComplete: KEPT_COMPLETED,
    removeOnFail: KEPT_FAILED,
    sizeLimit: JOB_SIZE_LIMIT_BYTES,
  },
} satisfies QueueDefinition<MapPayload>

export interface SendPayload extends ChunkName {
  readonly mapping: string
  readonly destination: string
  readonly events: number
  /** Of the same chunk, what ended before sending. */
  readonly skipped: number
  readonly invalid: number
}

/** The events of a chunk, to be delivered; they lie in the payload store. */
export const SEND_QUEUE = {
  name: 'send',
  payload: z.object({
    sync: uuid,
    mapping: z.string().min(1),
    destination: z.string().min(1),
    chunk: count,
    events: count,
    skipped: count,
    invalid: count,
  }),
  jobId: ({ sync, chunk }: ChunkName) => `send-${sync}-${chunk}`,
  options: {
    ...UNEXPECTED_ERROR_OPTIONS,
    removeOnComplete: KEPT_COMPLETED,
    removeOnFail: KEPT_FAILED,
    sizeLimit: JOB_SIZE_LIMIT_BYTES,
  },
} satisfies QueueDefinition<SendPayload>

/** Every queue, in the order of the flow. */
export const QUEUES = [TICK_QUEUE, EXTRACT_QUEUE, MAP_QUEUE, SEND_QUEUE] as const
