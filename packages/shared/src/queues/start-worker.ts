import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job } from 'bullmq'
import { isError, readErrorKind } from '../errors/index.ts'
import type { QueueDefinition } from './catalog.ts'
import type { QueueConnection } from './open-queue.ts'
import { SCHEDULE_SETTINGS } from './schedule-settings.ts'
import type { RedisConnection } from './redis/index.ts'
import type { ObservedJob, WorkerObserver } from './worker-observer.ts'

/** One execution of a job, as a processor sees it. */
export interface JobExecution<Payload> {
  readonly payload: Payload
  readonly jobId: string
  /** How often this job was started before, deferrals included: what a growing delay grows with. */
  readonly earlierStarts: number
  /** How often it has failed before: 0 until a person presses Retry, where failing is the rule. */
  readonly earlierFailures: number
  /** True when another unexpected error would be the job's last. */
  readonly isLastAttempt: boolean
  /** Aborted when the worker has to stop now; whoever waits for something should give up and throw. */
  readonly signal: AbortSignal
}

/** Thrown by a processor to have its job again not before `untilMs` (epoch); costs no attempt. */
export class Deferral extends Error {
  override readonly name = 'Deferral'
  readonly untilMs: number

  constructor(untilMs: number, reason: string) {
    super(reason)
    this.untilMs = untilMs
  }
}

/** Thrown by a processor to have its job lie under Failed, with this reason, until a person presses Retry. */
export class Parking extends Error {
  override readonly name = 'Parking'
}

export interface WorkerOptions<Payload> extends QueueConnection {
  readonly concurrency: number
  readonly process: (execution: JobExecution<Payload>) => Promise<void>
  /** Told of a job that is given up, since the workers that were at it died each time. */
  readonly onPoison?: (payload: Payload) => Promise<void>
  readonly observer: WorkerObserver
}

export interface RunningWorker {
  /** Takes no new job, waits for the ones under way until `deadlineMs`, then hands them back to the queue. */
  stop(deadlineMs: number): Promise<void>
}

// A lock outlives a restart of Redis; a worker that was killed is noticed within lock + 2 intervals.
const LOCK_DURATION_MS = 60_000
const STALLED_INTERVAL_MS = 15_000
// Every job in a killed process counts as stalled once, so BullMQ's own limit is out of the way; a job that was there each time is
// likely the one that kills.
const MAX_STALLED_COUNT = 100
const STALLED_LIMIT = 10
const TRANSIENT_DELAY_MS = 1_000
const TRANSIENT_DELAY_LIMIT_MS = 30_000
const HAND_BACK_MS = 5_000
// Without Redis nothing can be handed back; what is under way only gets to put away what it holds elsewhere.
const LET_GO_MS = 1_000

/**
 * Starts the consuming side of a queue: parses the payload once, measures, logs, and turns what a processor throws into what
 * BullMQ must do: a Deferral or a transient error waits without costing an attempt, a stop hands the job back, anything else is
 * an unexpected error and counts as one of the job's attempts.
 */
export function startWorker<Payload extends object>(
  definition: QueueDefinition<Payload>,
  options: WorkerOptions<Payload>,
): RunningWorker {
  const { observer } = options

  let isStopping = false
  const handBack = async (job: Job<Payload>, token?: string): Promise<never> => {
    await job.moveToWait(token)
    throw new WaitingError()
  }

  const runJob = async (job: Job<Payload>, token?: string, signal?: AbortSignal): Promise<void> => {
    const jobId = job.id ?? ''
    // A worker that is closing may still be woken by a job that was handed back, and take it.
    if (isStopping) return handBack(job, token)
    const { success, data: payload } = definition.payload.safeParse(job.data)
    if (!success) {
      // Redis has lost it in part, or another version made it. The control database knows what it was for, and the sweep makes it anew.
      observer.lost(definition.name, observeJob(job))
      job.opts.removeOnComplete = true
      return
    }
    if (job.stalledCounter >= STALLED_LIMIT) {
      await options.onPoison?.(payload)
      throw new UnrecoverableError(`its worker died or hung ${job.stalledCounter} times while at it`)
    }
    const finished = observer.started(definition.name)
    try {
      await options.process({
        payload,
        jobId,
        earlierStarts: job.attemptsStarted - 1,
        earlierFailures: job.attemptsMade,
        isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
        signal: signal ?? new AbortController().signal,
      })
      finished('completed')
    } catch (error) {
      if (signal?.aborted) {
        finished('handed back')
        return handBack(job, token)
      }
      if (error instanceof Parking) {
        finished('parked')
        throw describeParking(error)
      }
      const untilMs = readDeferral(error, job.attemptsStarted)
      if (untilMs !== null) {
        finished('deferred')
        observer.deferred(definition.name, observeJob(job), error as Error, untilMs)
        await job.moveToDelayed(untilMs, token)
        throw new DelayedError()
      }
      finished('failed')
      observer.failed(definition.name, observeJob(job), error)
      throw describeFailure(error)
    }
  }

  const worker = new Worker<Payload, void>(definition.name, runJob, {
    connection: options.redis,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: LOCK_DURATION_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    maxStalledCount: MAX_STALLED_COUNT,
    settings: SCHEDULE_SETTINGS,
  })
  worker.on('error', options.onError)
  worker.on('stalled', () => observer.stalled(definition.name))

  return {
    async stop(deadlineMs) {
      isStopping = true
      const closing = worker.close()
      const cancel = setTimeout(() => worker.cancelAllJobs('shutdown'), deadlineMs)
      const giveUp = new Promise<void>((resolve) => setTimeout(resolve, deadlineMs + HAND_BACK_MS).unref())
      const letGo = waitForEnd(options.redis).then(() => {
        worker.cancelAllJobs('shutdown')
        return new Promise<void>((resolve) => setTimeout(resolve, LET_GO_MS).unref())
      })
      await Promise.race([closing, giveUp, letGo])
      clearTimeout(cancel)
    },
  }
}

/** Resolves when a connection is closed for good: here, or because Redis was away when the process had to stop. */
function waitForEnd(redis: RedisConnection): Promise<void> {
  return new Promise((resolve) => {
    if (redis.status === 'end') resolve()
    else redis.once('end', resolve)
  })
}

/** Payloads of every queue of the flow name their sync, those behind the extractor their chunk. */
function observeJob({
  id = '',
  data,
}: Job<{ readonly sync?: unknown; readonly chunk?: unknown }>): ObservedJob {
  return {
    jobId: id,
    ...(typeof data?.sync === 'string' ? { sync: data.sync } : {}),
    ...(typeof data?.chunk === 'number' ? { chunk: data.chunk } : {}),
  }
}

/** Until when a job shall wait, or null when the error is not one that passes by itself. */
function readDeferral(error: unknown, starts: number): number | null {
  if (error instanceof Deferral) return error.untilMs
  if (readErrorKind(error) !== 'transient') return null
  const delayMs = Math.min(TRANSIENT_DELAY_MS * 2 ** Math.min(starts - 1, 10), TRANSIENT_DELAY_LIMIT_MS)
  return Date.now() + delayMs * (0.5 + Math.random() / 2)
}

function describeParking({ message }: Parking): Error {
  const parked = new UnrecoverableError(message)
  parked.stack = message
  return parked
}

/** What BullMQ keeps and the board shows of an unexpected error: its kind, and never a message that might quote a row. */
function describeFailure(error: unknown): Error {
  const failure = new Error(isError(error) ? describeError(error) : 'unexpected error')
  failure.stack = failure.message
  return failure
}

function describeError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return readErrorKind(error) === 'bug' ? `unexpected ${error.name}${code}: see the log` : error.message
}
