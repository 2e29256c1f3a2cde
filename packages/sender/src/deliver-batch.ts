import type { Logger } from '@sluice/shared/runtime'
import pRetry from 'p-retry'
import type { Deliver } from './batcher/index.ts'
import type { Budgets } from './budgets/index.ts'
import { bisect, classifyResponse, createBatchBody, describeOutcome, type Verdict } from './core/index.ts'
import { describeSyncs } from './describe-syncs.ts'
import type { Holds } from './holds/index.ts'
import type { SendMeter } from './meter.ts'
import type { Target } from './target.ts'
import type { TrackingApi } from './tracking-api/index.ts'

export interface DeliveryEdges {
  readonly api: TrackingApi
  readonly holds: Holds
  readonly budgets: Budgets
  readonly meter: SendMeter
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly retry: RetryPolicy
  /** Aborted when the process stops: no more retries, and no more requests. */
  readonly signal: AbortSignal
  readonly now: () => number
}

/** How a request is repeated inside one delivery, while its response says no more than `unavailable`. */
export interface RetryPolicy {
  readonly retries: number
  readonly minDelayMs: number
  /** A request that took longer than this is not repeated: what hangs is left to the job's own delays. */
  readonly quickMs: number
}

/** Carries a verdict through p-retry, which repeats what throws. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly verdict: Verdict
  readonly tookMs: number

  constructor(verdict: Verdict, tookMs: number) {
    super('the Tracking API is unavailable')
    this.verdict = verdict
    this.tookMs = tookMs
  }
}

const STOPPING: Verdict = { kind: 'unavailable', reason: 'the sender stops' }

/**
 * Delivers a batch as far as it goes, and tells what became of each event. What a response rejects is halved until the guilty events
 * stand alone; what is unavailable is repeated a few times; a 429 holds the target in every sender. Once a response has left events
 * undecided, the rest of the batch is not tried either.
 */
export function createDelivery(edges: DeliveryEdges): Deliver {
  const { api, holds, budgets, meter, log, retry, signal, now } = edges

  const waitForBudget = async (target: Target, events: number): Promise<void> => {
    const finishWait = meter.startBudgetWait(target.region)
    await budgets.spend(target, events, signal)
    finishWait()
  }

  const postOnce = async (target: Target, lines: readonly Buffer[], syncs: readonly string[]) => {
    await waitForBudget(target, lines.length)
    const heldUntilMs = await holds.read(target)
    if (heldUntilMs !== null) {
      return {
        verdict: { kind: 'rate limited', reason: 'HTTP 429', holdMs: heldUntilMs - now() },
        tookMs: 0,
      } as const
    }
    const body = createBatchBody(lines, new Date(now()))
    const finishRequest = meter.startRequest(target.region, lines.length, body.length)
    const verdict = classifyResponse(await api.post(target, body), now())
    const tookMs = Math.round(finishRequest(verdict))
    const about = { region: target.region, target: target.id, ...describeSyncs(syncs) }
    const reason = 'reason' in verdict ? { reason: verdict.reason } : {}
    log.info(
      { ...about, events: lines.length, bytes: body.length, tookMs, outcome: verdict.kind, ...reason },
      'batch posted',
    )
    if (verdict.kind === 'rate limited') {
      await holds.hold(target, verdict.holdMs)
      meter.countHold(target.region)
      log.warn({ ...about, holdMs: verdict.holdMs }, 'write key held')
    }
    return { verdict, tookMs }
  }

  const post = async (
    target: Target,
    lines: readonly Buffer[],
    syncs: readonly string[],
  ): Promise<Verdict> => {
    let answered = STOPPING
    try {
      return await pRetry(
        async () => {
          const { verdict, tookMs } = await postOnce(target, lines, syncs)
          answered = verdict
          if (verdict.kind === 'unavailable') throw new UnavailableError(verdict, tookMs)
          return verdict
        },
        {
          retries: retry.retries,
          minTimeout: retry.minDelayMs,
          randomize: true,
          signal,
          // Anything else is a bug, or Redis: the job's own attempts and delays are for that.
          shouldRetry: ({ error }) => error instanceof UnavailableError && error.tookMs < retry.quickMs,
        },
      )
    } catch (error) {
      if (error instanceof UnavailableError) return error.verdict
      // The process stops: nothing more is posted, and what was answered counts.
      if (signal.aborted) return answered
      throw error
    }
  }

  return async (target, lines, syncs) => {
    let lastWord: Verdict | undefined
    const verdicts = await bisect(
      lines,
      async (part) => {
        if (lastWord !== undefined) return lastWord
        const verdict = await post(target, part, syncs)
        if (verdict.kind === 'unavailable') {
          const about = { region: target.region, target: target.id, ...describeSyncs(syncs) }
          log.warn({ ...about, reason: verdict.reason }, 'tracking api unavailable')
        }
        if (!NO_LAST_WORD.has(verdict.kind)) lastWord = verdict
        return verdict
      },
      ({ kind }) => kind === 'rejected' || kind === 'too large',
    )
    return verdicts.map((verdict) => describeOutcome(verdict, now()))
  }
}

/** After any other, the rest of a batch is not tried. */
const NO_LAST_WORD: ReadonlySet<Verdict['kind']> = new Set(['delivered', 'rejected', 'too large'])
