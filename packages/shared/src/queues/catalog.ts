import type { JobsOptions } from 'bullmq'
import { z } from 'zod'
import { DEAD_LETTER_STAGES, type DeadLetterGroup } from '../domain/index.ts'
import { DEAD_LETTER_CODES } from '../errors/index.ts'

/**
 * A queue as one value: its name, what its jobs carry, the id that makes a repeat of the same work
 * a no-op, and how its jobs are kept. Job data holds references only: no secret, no row value.
 */
export interface QueueDefinition<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly jobId: (payload: Payload) => string
  readonly options: JobsOptions
  /** True where a person may add a job from the board, under an id that BullMQ counts. */
  readonly isOpenToHands?: true
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

/** A scheduled run: starts a sync of its mapping, if one is due and none is running. Filled by job schedulers. */
export const TICK_QUEUE = {
  name: 'tick',
  payload: z.object({ mapping: z.string().min(1) }),
  jobId: ({ mapping }: TickPayload) => `tick-${mapping}`,
  isOpenToHands: true,
  options: { ...NOT_KEPT, sizeLimit: JOB_SIZE_LIMIT_BYTES },
} satisfies QueueDefinition<TickPayload>

/**
 * `run` stages and streams a sync; `commit` remembers what has settled; `finalize` remembers what a sync that
 * was canceled or failed had delivered. `requeue` starts a sync of a mapping's requeued dead letters.
 */
export type ExtractPayload =
  | { readonly step: 'run' | 'commit' | 'finalize'; readonly sync: string }
  | { readonly step: 'requeue'; readonly mapping: string }

/** A sync to be taken as far as it will go. */
export const EXTRACT_QUEUE = {
  name: 'extract',
  payload: z.discriminatedUnion('step', [
    z.object({ step: z.enum(['run', 'commit', 'finalize']), sync: uuid }),
    z.object({ step: z.literal('requeue'), mapping: z.string().min(1) }),
  ]),
  jobId: (payload: ExtractPayload) =>
    `${payload.step}-${payload.step === 'requeue' ? payload.mapping : payload.sync}`,
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

/**
 * A group of dead letters: those that share mapping, stage, reason code and chunk. It tells what a person must
 * know to decide, and no value of a row: `sample` names the type of each field of the first letter.
 */
export interface DeadLetterPayload extends DeadLetterGroup {
  readonly mapping: string
  readonly reason: string
  readonly count: number
  /** Ids of the first letters, as `sluice dead-letters show` takes them. */
  readonly letters: readonly string[]
  readonly sample: { readonly [field: string]: string }
}

/**
 * Dead letters as the board shows them: parked under Failed with their reason, requeued
 * by Retry. The letters themselves lie in the control database.
 */
export const DEAD_LETTER_QUEUE = {
  name: 'dead-letter',
  payload: z.object({
    mapping: z.string().min(1),
    sync: uuid,
    chunk: count,
    stage: z.enum(DEAD_LETTER_STAGES),
    code: z.enum(DEAD_LETTER_CODES),
    reason: z.string(),
    count,
    letters: z.array(z.string()),
    sample: z.record(z.string(), z.string()),
  }),
  // With the count: a group that has come to stand for other letters is another job.
  jobId: ({ sync, chunk, stage, code, count: letters }: DeadLetterGroup & { readonly count: number }) =>
    `dl-${sync}-${chunk}-${stage}-${code}-${letters}`,
  options: {
    attempts: 1,
    removeOnComplete: { age: 86_400, count: 1_000 },
    stackTraceLimit: 0,
    sizeLimit: JOB_SIZE_LIMIT_BYTES,
  },
} satisfies QueueDefinition<DeadLetterPayload>

export interface AskPayload {
  /** A UUID; what is asked stands in the control database, sealed. */
  readonly question: string
}

const createAskQueue = (name: string): QueueDefinition<AskPayload> => ({
  name,
  payload: z.object({ question: z.uuid() }),
  jobId: ({ question }) => `ask-${question}`,
  // Who asked does not wait for another attempt.
  options: { ...NOT_KEPT, attempts: 1, stackTraceLimit: 0, sizeLimit: JOB_SIZE_LIMIT_BYTES },
})

/** Questions of processes without keys, by whose key opens what they are about; no part of the flow. */
export const ASK_QUEUES = {
  sources: createAskQueue('ask-extractor'),
  destinations: createAskQueue('ask-sender'),
} as const

/** By which key questions are sealed: that of the worker that is asked. */
export type AskPurpose = keyof typeof ASK_QUEUES

/** Every queue, in the order of the flow. */
export const QUEUES = [TICK_QUEUE, EXTRACT_QUEUE, MAP_QUEUE, SEND_QUEUE, DEAD_LETTER_QUEUE] as const
