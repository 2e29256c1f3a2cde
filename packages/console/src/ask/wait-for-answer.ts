import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '@sluice/shared/errors'
import type { AskPayload, AskPurpose, TypedQueue } from '@sluice/shared/queues'
import { ASKING_LIMIT_MS, TAKING_LIMIT_MS, type Signs } from '@sluice/shared/questions'
import { redisAwayError } from './redis-away-error.ts'
import { WORKER_OF } from './worker-of.ts'

/** How long whoever asks waits for a worker that takes the question, and for all of it. */
export interface AskLimits {
  readonly takingMs: number
  readonly askingMs: number
}

const LIMITS: AskLimits = { takingMs: TAKING_LIMIT_MS, askingMs: ASKING_LIMIT_MS }

/** What is waited for, and by whom. */
export interface AwaitedAnswer {
  readonly signs: Signs
  readonly queue: TypedQueue<AskPayload>
  readonly id: string
  readonly purpose: AskPurpose
  readonly signal: AbortSignal | undefined
  readonly limits: AskLimits | undefined
  /** False while Redis is away, when nothing that is asked of it comes to an end. */
  readonly isRedisReady: () => boolean
}

// Most answers take a few milliseconds; those that take long are not looked for often.
const FIRST_DELAY_MS = 10
const LONGEST_DELAY_MS = 250
/** A connection that is made again at once does no harm. */
const AWAY_LIMIT_MS = 2_000

/**
 * Waits for a sealed answer, and says all the while that somebody does. Fails with `worker_missing` when no worker
 * takes the question, with `question_unanswered` when the one that took it is gone or all has taken too long, with
 * `redis_unreachable`, and with the reason of the signal.
 */
export async function waitForAnswer(awaited: AwaitedAnswer): Promise<Buffer> {
  const { limits: { askingMs } = LIMITS, purpose, signal } = awaited
  const isLate = AbortSignal.timeout(askingMs)
  const done = new AbortController()
  const ended = AbortSignal.any([isLate, done.signal, ...(signal === undefined ? [] : [signal])])
  try {
    return await Promise.race([look(awaited, ended), watchRedis(awaited, ended)])
  } catch (error) {
    signal?.throwIfAborted()
    if (!isLate.aborted) throw error
    const seconds = Math.round(askingMs / 1_000)
    throw new SluiceError(
      'question_unanswered',
      `no answer came from the ${WORKER_OF[purpose]} in ${seconds} s`,
    )
  } finally {
    done.abort()
  }
}

async function look(
  { signs, queue, id, purpose, limits: { takingMs } = LIMITS }: AwaitedAnswer,
  ended: AbortSignal,
): Promise<Buffer> {
  const startedMs = performance.now()
  let wasTaken = false
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    ended.throwIfAborted()
    await signs.give(id, 'asked')
    // In this order: an answer lies there before its worker has let go.
    const isTaken = await signs.has(id, 'taken')
    const answer = await signs.readAnswer(id)
    if (answer !== null) return answer
    if (wasTaken && !isTaken) {
      throw new SluiceError(
        'question_unanswered',
        `the ${WORKER_OF[purpose]} that took the question is gone: ask again`,
      )
    }
    wasTaken ||= isTaken
    if (!wasTaken && performance.now() - startedMs > takingMs && (await withdraw(queue, id))) {
      const seconds = Math.round(takingMs / 1_000)
      throw new SluiceError(
        'worker_missing',
        `no ${WORKER_OF[purpose]} has taken the question in ${seconds} s: none runs, or all are busy with others`,
      )
    }
    await sleep(delayMs, undefined, { signal: ended })
  }
}

/** False where a worker is about to take it. */
async function withdraw(queue: TypedQueue<AskPayload>, id: string): Promise<boolean> {
  return (await queue.raw.remove(`ask-${id}`)) === 1 || !(await queue.isOnItsWay(`ask-${id}`))
}

/** Rejects when Redis has been away for a while, and when all has ended. */
async function watchRedis({ isRedisReady }: AwaitedAnswer, ended: AbortSignal): Promise<never> {
  for (let awayMs = 0; awayMs < AWAY_LIMIT_MS; awayMs = isRedisReady() ? 0 : awayMs + LONGEST_DELAY_MS)
    await sleep(LONGEST_DELAY_MS, undefined, { signal: ended })
  throw redisAwayError()
}
