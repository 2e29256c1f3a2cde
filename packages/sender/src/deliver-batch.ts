import type { Logger } from '@sluice/shared/runtime'
import pRetry from 'p-retry'
import {
  bisect,
  classifyResponse,
  createBatchBody,
  describeOutcome,
  type EventOutcome,
  type Verdict,
} from './core/index.ts'
import type { Holds } from './holds/index.ts'
import type { SendMeter } from './meter.ts'
import type { Target } from './target.ts'
import type { TrackingApi } from './tracking-api/index.ts'

export interface DeliveryEdges {
  readonly api: TrackingApi
  readonly holds: Holds
  readonly meter: SendMeter
  readonly log: Pick<Logger, 'warn'>
  readonly retry: RetryPolicy
  /** Aborted when the process stops: no more retries. */
  readonly signal: AbortSignal
}

/** How a request is repeated inside one delivery, while its response says no more than `unavailable`. */
export interface RetryPolicy {
  readonly retries: number
  readonly minDelayMs: number
}

/** Carries a verdict through p-retry, which repeats what throws. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly verdict: Verdict

  constructor(verdict: Verdict) {
    super('the Tracking API is unavailable')
    this.verdict = verdict
  }
}

/**
 * Delivers a batch as far as it goes, and tells what became of each event. What a response rejects is halved until the guilty events
 * stand alone; what is unavailable is repeated a few times; a 429 holds the target in every sender. Once a response has left events
 * undecided, the rest of the batch is not tried either.
 */
export function createDelivery(
  edges: DeliveryEdges,
): (target: Target, lines: readonly Buffer[]) => Promise<readonly EventOutcome[]> {
  const { api, holds, meter, log, retry, signal } = edges

  const postOnce = async (target: Target, lines: readonly Buffer[]): Promise<Verdict> => {
    // A budget of requests and events per second that senders share is asked for here. Without one, the few requests that a
    // lane has in flight stay below the recommended 1,000 per second at any round trip above 4 ms.
    const heldUntilMs = await holds.read(target)
    if (heldUntilMs !== null) {
      return { kind: 'rate limited', reason: 'HTTP 429', holdMs: heldUntilMs - Date.now() }
    }
    const body = createBatchBody(lines, new Date())
    const finishRequest = meter.startRequest(target.region, lines.length, body.length)
    const verdict = classifyResponse(await api.post(target, body), Date.now())
    finishRequest(verdict)
    if (verdict.kind === 'rate limited') {
      await holds.hold(target, verdict.holdMs)
      log.warn({ region: target.region, target: target.id, holdMs: verdict.holdMs }, 'write key held')
    }
    return verdict
  }

  const post = async (target: Target, lines: readonly Buffer[]): Promise<Verdict> => {
    try {
      return await pRetry(
        async () => {
          const verdict = await postOnce(target, lines)
          if (verdict.kind === 'unavailable') throw new UnavailableError(verdict)
          return verdict
        },
        {
          retries: retry.retries,
          minTimeout: retry.minDelayMs,
          randomize: true,
          signal,
          // Anything else is a bug, or Redis: the job's own attempts and delays are for that.
          shouldRetry: ({ error }) => error instanceof UnavailableError,
        },
      )
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
      const { verdict } = error
      if (verdict.kind === 'unavailable') {
        log.warn(
          { region: target.region, target: target.id, reason: verdict.reason },
          'tracking api unavailable',
        )
      }
      return verdict
    }
  }

  return async (target, lines) => {
    let lastWord: Verdict | undefined
    const verdicts = await bisect(
      lines,
      async (part) => {
        if (lastWord !== undefined) return lastWord
        const verdict = await post(target, part)
        if (verdict.kind !== 'delivered' && verdict.kind !== 'rejected') lastWord = verdict
        return verdict
      },
      ({ kind }) => kind === 'rejected',
    )
    return verdicts.map((verdict) => describeOutcome(verdict, Date.now()))
  }
}
