import type { Job } from 'bullmq'
import { DelayedError, UnrecoverableError, WaitingError, Worker } from './bullmq.ts'
import type { QueueDefinition } from './catalog.ts'
import { failedJobError } from './failed-job-error.ts'
import { LONGEST_DEFERRAL_MS, LeaseLost, Parking, Refusal } from './interruptions.ts'
import { createJobLease, type JobLease } from './job-lease.ts'
import { observeJob } from './observe-job.ts'
import type { QueueConnection } from './open-queue.ts'
import { parseJob } from './parse-job.ts'
import { readDelayMs } from './read-delay-ms.ts'
import { readStoreTime } from './read-store-time.ts'
import { SCHEDULE_SETTINGS } from './schedule-settings.ts'
import type { RedisConnection } from './redis/index.ts'
import { waitHereIfAhead } from './wait-here-if-ahead.ts'
import type { WorkerObserver } from './worker-observer.ts'

/** One execution of a job, as a processor sees it. */
export interface JobExecution<Payload> {
  readonly payload: Payload
  readonly jobId: string
  /** How often this job was started before, deferrals included: what a growing delay grows with. */
  readonly earlierStarts: number
  /** How often it has failed before: 0 until a person presses Retry, where failing is the rule. */
  readonly earlierFailures: number
  /** How often a worker died or hung while at this job, or at others beside it. */
  readonly earlierStalls: number
  /** True when another unexpected error would be the job's last. */
  readonly isLastAttempt: boolean
  /** Aborted when the worker has to stop now; whoever waits for something should give up and throw. */
  readonly signal: AbortSignal
  /** What to ask before acting on the job after a wait: it may be another worker's by then. */
  readonly lease: JobLease
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
// Every job in a killed process counts as stalled once, so BullMQ's own limit is out of
// the way; a job that was there each time is likely the one that kills.
const MAX_STALLED_COUNT = 100
const STALLED_LIMIT = 10
const HAND_BACK_MS = 5_000
// Without Redis nothing can be handed back; what is under way only gets to put away what it holds elsewhere.
const LET_GO_MS = 1_000

/**
 * Starts the consuming side of a queue: parses the payload once, measures, logs, and turns what a processor
 * throws into what BullMQ must do: a Deferral or a transient error waits without costing an attempt, a stop
 * hands the job back, anything else is an unexpected error and counts as one of the job's attempts.
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

  /**
   * By the clock of the store: BullMQ itself would reckon with this machine's, and workers
   * with another would wait for it. True when the delay is over and the job is still here.
   */
  const putOff = async (
    job: Job<Payload>,
    reason: Error,
    delayMs: number,
    token?: string,
    signal?: AbortSignal,
  ): Promise<boolean> => {
    const nowMs = await readStoreTime(options.redis)
    const delay = Math.min(Math.max(Math.ceil(delayMs), 0), LONGEST_DEFERRAL_MS)
    observer.deferred(definition.name, observeJob(job), reason, nowMs + delay)
    const hasWaited = await waitHereIfAhead(delay, nowMs, signal).catch(() => null)
    if (hasWaited === null) return handBack(job, token)
    if (!hasWaited)
      await worker.backend.moveToDelayed(job.id ?? '', nowMs, delay, token, { skipAttempt: true })
    return hasWaited
  }

  /** The control database knows what it was for, and the sweep makes it anew. */
  const refuse = (job: Job<Payload>, reason: Refusal): void => {
    observer.refused(definition.name, observeJob(job), reason)
    job.opts.removeOnComplete = true
  }

  const takeJob = async (job: Job<Payload>, token?: string, signal?: AbortSignal): Promise<void> => {
    // A worker that is closing may still be woken by a job that was handed back, and take it.
    if (isStopping) return handBack(job, token)
    let payload: Payload | null
    try {
      payload = parseJob(definition, job)
    } catch (error) {
      if (error instanceof Refusal) return refuse(job, error)
      throw error
    }
    if (payload !== null) return runJob(job, payload, token, signal)
    // Redis has lost it in part, or another version made it.
    observer.lost(definition.name, observeJob(job))
    job.opts.removeOnComplete = true
  }

  const runJob = async (
    job: Job<Payload>,
    payload: Payload,
    token?: string,
    signal?: AbortSignal,
    startsHere = 0,
  ): Promise<void> => {
    const jobId = job.id ?? ''
    if (job.stalledCounter >= STALLED_LIMIT) {
      await options.onPoison?.(payload)
      throw new UnrecoverableError(`its worker died or hung ${job.stalledCounter} times while at it`)
    }
    const finished = observer.started(definition.name, observeJob(job))
    try {
      await options.process({
        payload,
        jobId,
        earlierStarts: job.attemptsStarted - 1 + startsHere,
        earlierFailures: job.attemptsMade,
        earlierStalls: job.stalledCounter,
        isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
        signal: signal ?? new AbortController().signal,
        lease: createJobLease(options.redis, `${worker.toKey(jobId)}:lock`, token ?? ''),
      })
      finished('completed')
    } catch (error) {
      if (error instanceof LeaseLost) {
        finished('left')
        // Nothing is moved: what becomes of the job is for the worker that has it.
        throw new WaitingError()
      }
      if (error instanceof Refusal) {
        finished('refused')
        return refuse(job, error)
      }
      if (signal?.aborted) {
        finished('handed back')
        return handBack(job, token)
      }
      if (error instanceof Parking) {
        finished('parked')
        throw createParkingError(error)
      }
      const delayMs = readDelayMs(error, job.attemptsStarted + startsHere)
      if (delayMs !== null) {
        finished('deferred')
        const isHere = await putOff(job, error as Error, delayMs, token, signal)
        if (isHere) return runJob(job, payload, token, signal, startsHere + 1)
        throw new DelayedError()
      }
      finished('failed')
      observer.failed(definition.name, observeJob(job), error)
      throw failedJobError(error)
    }
  }

  const worker = new Worker<Payload, void>(definition.name, takeJob, {
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

function createParkingError({ message }: Parking): Error {
  const parked = new UnrecoverableError(message)
  parked.stack = message
  return parked
}
