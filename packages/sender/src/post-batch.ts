import { readErrorKind } from '@sluice/shared/errors'
import type { Logger, SpanEnd, Traces } from '@sluice/shared/runtime'
import type { BatchEvent } from './batcher/index.ts'
import type { Budgets } from './budgets/index.ts'
import { classifyResponse, createBatchBody, type Verdict } from './core/index.ts'
import { createSyncFields } from './create-sync-fields.ts'
import type { Fence, Permit } from './fence/index.ts'
import type { Holds } from './holds/index.ts'
import type { SendMeter } from './meter.ts'
import type { Target } from './target.ts'
import type { TrackingApi } from './tracking-api/index.ts'

// Answers that were too old by the time they came, one after another, until the events of a batch are given back.
const STALE_ANSWERS_LIMIT = 3

export interface PostDeps {
  readonly api: TrackingApi
  readonly holds: Holds
  readonly budgets: Budgets
  readonly fence: Fence
  readonly meter: SendMeter
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly traces?: Traces | null
  /** Aborted when the process stops: no more requests. */
  readonly signal: AbortSignal
  /** A clock that only runs, in ms. */
  readonly now: () => number
}

/** What came of events that were to be posted: a verdict of the API on those that were, or why it was not asked. */
export type PostVerdict =
  | Verdict
  /** None of them is wanted any more. */
  | { readonly kind: 'unwanted' }
  /** Nobody has answered whether they are wanted. */
  | { readonly kind: 'unanswered'; readonly reason: string }

/** One attempt to post events; those that are not wanted any more are left out of it, and told. */
export interface PostOutcome {
  readonly verdict: PostVerdict
  readonly unwanted: readonly BatchEvent[]
  readonly tookMs: number
}

export type PostBatch = (target: Target, events: readonly BatchEvent[]) => Promise<PostOutcome>

/**
 * Posts events once, after every wait there is: for the budget, a hold, a connection. Whether
 * they are still wanted is asked last, and again whenever the answer has grown old before the
 * end of the request is on its way, so whoever was stopped for long posts nothing.
 */
export function createPostBatch(deps: PostDeps): PostBatch {
  const { api, holds, budgets, fence, meter, log, signal, now, traces = null } = deps

  const waitForBudget = async (target: Target, events: number): Promise<void> => {
    const finishWait = meter.startBudgetWait(target.region)
    await budgets.spend(target, events, signal)
    finishWait()
  }

  const post = async (target: Target, events: readonly BatchEvent[], permit: Permit) => {
    const { region } = target
    const lines = events.map(({ line }) => line)
    const body = createBatchBody(lines, new Date(permit.readNow()))
    const finishRequest = meter.startRequest(region, lines.length, body.length)
    const endSpan = traces && startPostSpan(traces, target, events, body.length)
    const response = await api
      .post(target, body, createCheck(fence, events, permit))
      .catch((error: unknown) => {
        endSpan?.({ isFailed: true })
        throw error
      })
    if (response.kind === 'withdrawn') {
      endSpan?.({ fields: { outcome: 'withdrawn' } })
      return null
    }
    const verdict = classifyResponse(response, permit.readNow())
    endSpan?.({ fields: { outcome: verdict.kind }, isFailed: verdict.kind !== 'delivered' })
    const tookMs = Math.round(finishRequest(verdict))
    const about = { region, target: target.id, ...createSyncFields(events.map(({ claim }) => claim.sync)) }
    const reason = 'reason' in verdict ? { reason: verdict.reason } : {}
    log.info(
      { ...about, events: lines.length, bytes: body.length, tookMs, outcome: verdict.kind, ...reason },
      'batch posted',
    )
    if (verdict.kind === 'rate limited') {
      await holds.hold(target, verdict.holdMs)
      meter.countHold(region)
      log.warn({ ...about, holdMs: verdict.holdMs }, 'write key held')
    }
    return { verdict, tookMs }
  }

  return async (target, events) => {
    await waitForBudget(target, events.length)
    const heldUntilMs = await holds.read(target)
    if (heldUntilMs !== null) {
      const verdict = { kind: 'rate limited', reason: 'HTTP 429', holdMs: heldUntilMs - now() } as const
      return { verdict, unwanted: [], tookMs: 0 }
    }
    for (let answers = 0; answers < STALE_ANSWERS_LIMIT; answers += 1) {
      signal.throwIfAborted()
      const permit = await ask(fence, events)
      if (typeof permit === 'string') return leave({ kind: 'unanswered', reason: permit })
      const [wanted, unwanted] = divide(events, permit)
      if (wanted.length === 0) return leave({ kind: 'unwanted' }, unwanted)
      const posted = await post(target, wanted, permit)
      if (posted !== null) return { ...posted, unwanted }
    }
    return leave({ kind: 'unanswered', reason: 'the control database or Redis is slow' })
  }
}

/** What was answered, or why nobody answers for now. */
async function ask(fence: Fence, events: readonly BatchEvent[]): Promise<Permit | string> {
  try {
    return await fence.ask(new Set(events.map(({ claim }) => claim)))
  } catch (error) {
    if (readErrorKind(error) !== 'transient') throw error
    return (error as Error).message
  }
}

/**
 * Tells a request at each of its pieces whether it may go on: by the first answer while
 * that is fresh, then by a new one.
 */
function createCheck(fence: Fence, events: readonly BatchEvent[], first: Permit): () => Promise<boolean> {
  let permit: Permit | string = first
  return async () => {
    for (let answers = 0; answers < STALE_ANSWERS_LIMIT; answers += 1) {
      if (typeof permit === 'string') return false
      // Between this and the write there is nothing to wait for.
      if (permit.isFresh()) return areAllWanted(events, permit)
      permit = await ask(fence, events)
    }
    return false
  }
}

/** True for an event that may be posted; nobody waits for one whose ticket is over. */
function isWanted({ claim, ticket }: BatchEvent, permit: Permit): boolean {
  return permit.allows(claim) && !ticket.isOver
}

function areAllWanted(events: readonly BatchEvent[], permit: Permit): boolean {
  return events.every((event) => isWanted(event, permit))
}

/** The events that may be posted, and the others. */
function divide(
  events: readonly BatchEvent[],
  permit: Permit,
): readonly [wanted: readonly BatchEvent[], unwanted: readonly BatchEvent[]] {
  if (areAllWanted(events, permit)) return [events, []]
  return [
    events.filter((event) => isWanted(event, permit)),
    events.filter((event) => !isWanted(event, permit)),
  ]
}

function leave(verdict: PostVerdict, unwanted: readonly BatchEvent[] = []): PostOutcome {
  return { verdict, unwanted, tookMs: 0 }
}

/** The span of one request: within the chunk of its first event, and linked to the others that it has events of. */
function startPostSpan(
  traces: Traces,
  { id, region }: Target,
  events: readonly BatchEvent[],
  bytes: number,
): (end?: SpanEnd) => void {
  const chunks = new Set(events.map(({ claim }) => claim))
  return traces.start('post', [...chunks], { target: id, region, events: events.length, bytes })
}
