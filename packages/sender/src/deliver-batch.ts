import pRetry from 'p-retry'
import type { BatchEvent, Deliver } from './batcher/index.ts'
import {
  BATCH_LIMITS,
  bisect,
  countBodyBytes,
  createOutcome,
  packBatches,
  type EventOutcome,
  type Verdict,
} from './core/index.ts'
import { createSyncFields } from './create-sync-fields.ts'
import { createPostBatch, type PostDeps, type PostVerdict } from './post-batch.ts'
import type { Sizes } from './sizes.ts'
import type { Target } from './target.ts'

// How soon to ask again whether events are wanted, when nobody has answered.
const UNANSWERED_DELAY_MS = 5_000

export interface DeliveryDeps extends PostDeps {
  readonly sizes: Sizes
  readonly retry: RetryPolicy
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
 * Delivers a batch as far as it goes, and tells what became of each event. What a response rejects
 * is halved until the guilty events stand alone; what is unavailable is repeated a few times; a
 * 429 holds the target in every sender. Once a response has left events undecided, the rest of the
 * batch is not tried either. Before every request, whether its events are still wanted.
 */
export function createDelivery(deps: DeliveryDeps): Deliver {
  const { log, retry, signal, now, sizes } = deps
  const postBatch = createPostBatch(deps)

  const post = async (
    target: Target,
    events: readonly BatchEvent[],
    unwanted: Set<BatchEvent>,
  ): Promise<PostVerdict> => {
    let answered: PostVerdict = STOPPING
    let isDoubtful = false
    try {
      return await pRetry(
        async () => {
          const { verdict, tookMs, ...outcome } = await postBatch(target, events)
          for (const event of outcome.unwanted) unwanted.add(event)
          answered = verdict
          if (verdict.kind === 'unavailable') {
            isDoubtful ||= verdict.isUnsent !== true
            throw new UnavailableError(isDoubtful ? { ...verdict, isUnsent: false } : verdict, tookMs)
          }
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

  const learnSize = (target: Target, part: readonly BatchEvent[], { kind }: PostVerdict): void => {
    const bytes = countBodyBytes(part.map(({ line }) => line))
    if (kind === 'delivered' || kind === 'rejected') sizes.passed(target, bytes)
    // What is too large alone says nothing of how many fit a request.
    if (kind === 'too large' && part.length > 1) sizes.refused(target, bytes)
  }

  /** Delivers events in requests that pass, as far as is known, and in smaller ones once it is known better. */
  const deliverFitting = async (
    target: Target,
    events: readonly BatchEvent[],
    ask: (part: readonly BatchEvent[]) => Promise<PostVerdict>,
  ): Promise<readonly PostVerdict[]> => {
    const verdicts: PostVerdict[] = []
    for (const part of packBatches(events, { ...BATCH_LIMITS, bodyBytes: sizes.read(target) })) {
      const first = await ask(part)
      if (first.kind === 'too large' && part.length > 1) {
        verdicts.push(...(await deliverFitting(target, part, ask)))
        continue
      }
      const halves = await bisect(
        part,
        (half) => (half === part ? Promise.resolve(first) : ask(half)),
        isGuilty,
      )
      verdicts.push(...halves)
    }
    return verdicts
  }

  return async (target, events) => {
    const unwanted = new Set<BatchEvent>()
    let lastWord: PostVerdict | undefined
    const ask = async (part: readonly BatchEvent[]): Promise<PostVerdict> => {
      if (lastWord !== undefined) return lastWord
      const verdict = await post(target, part, unwanted)
      if (verdict.kind === 'unavailable') {
        const syncs = createSyncFields(part.map(({ claim }) => claim.sync))
        const about = { region: target.region, target: target.id, ...syncs }
        log.warn({ ...about, reason: verdict.reason }, 'tracking api unavailable')
      }
      if (!NO_LAST_WORD.has(verdict.kind)) lastWord = verdict
      learnSize(target, part, verdict)
      return verdict
    }
    const verdicts = await deliverFitting(target, events, ask)
    const nowMs = now()
    // Of one answer to many events there is one outcome.
    const outcomes = new Map<PostVerdict, EventOutcome>()
    return verdicts.map((verdict, index): EventOutcome => {
      const event = events[index]
      if (event !== undefined && unwanted.has(event)) return UNWANTED
      const outcome = outcomes.get(verdict) ?? readOutcome(verdict, nowMs)
      outcomes.set(verdict, outcome)
      return outcome
    })
  }
}

function readOutcome(verdict: PostVerdict, nowMs: number): EventOutcome {
  if (verdict.kind === 'unwanted') return UNWANTED
  if (verdict.kind !== 'unanswered') return createOutcome(verdict, nowMs)
  return {
    kind: 'undecided',
    reason: verdict.reason,
    notBeforeMs: nowMs + UNANSWERED_DELAY_MS,
    isUnsent: true,
  }
}

/** After any other, the rest of a batch is not tried. */
const NO_LAST_WORD: ReadonlySet<PostVerdict['kind']> = new Set([
  'delivered',
  'rejected',
  'too large',
  'unwanted',
])
const UNWANTED: EventOutcome = { kind: 'unwanted' }

function isGuilty({ kind }: PostVerdict): boolean {
  return kind === 'rejected' || kind === 'too large'
}
