import { formatDurationMs } from '@sluice/shared/domain'
import { readErrorKind } from '@sluice/shared/errors'
import {
  Deferral,
  type ExtractPayload,
  type JobExecution,
  type Payloads,
  type SendPayload,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Logger } from '@sluice/shared/runtime'
import {
  readOpenChunkAge,
  isSyncSettled,
  recordDestinationError,
  type Database,
  type SecretBox,
} from '@sluice/shared/store'
import type { Batcher, Place } from './batcher/index.ts'
import {
  advanceProgress,
  planDeferral,
  type DecidedOutcome,
  type EventOutcome,
  type UndecidedOutcome,
} from './core/index.ts'
import { keepProgress, loadChunk, readChunkBytes, removePayload, type LoadedChunk } from './chunk-payload.ts'
import type { Destinations, KnownDestination } from './destinations.ts'
import type { Holds } from './holds/index.ts'
import { CONFIG_RECHECK_MS, DELIVERY_DEADLINE_MS } from './limits.ts'
import type { SendMeter } from './meter.ts'
import { settleChunk } from './settle-chunk.ts'

export interface SendEdges {
  readonly log: Pick<Logger, 'info'>
  readonly db: Database
  readonly secrets: SecretBox
  readonly payloads: Payloads
  readonly destinations: Destinations
  readonly holds: Holds
  readonly batcher: Batcher
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
  readonly meter: SendMeter
  readonly now: () => number
}

type Execution = JobExecution<SendPayload>

/**
 * The story of one send job: hand its events to the lane of their write key, and settle the chunk when each is delivered or dead. A job
 * that cannot get on is deferred with what it has learnt; it may die at any await, and what was posted without being settled is posted
 * again under the same messageIds.
 */
export function createSendProcessor(edges: SendEdges): (execution: Execution) => Promise<void> {
  return async (execution) => {
    const { payload: job, signal } = execution
    const cutAt = await readOpenChunkAge(edges.db, job.sync, job.chunk)
    if (cutAt === null) return removePayload(edges.payloads, job)

    const destination = await findDestination(edges, job.destination)
    const entry =
      destination === null
        ? describeUnknown(edges, job.destination)
        : await enterLane(edges, destination, execution)
    const isOverdue = (): boolean => edges.now() >= cutAt.getTime() + readDeadlineMs(destination)
    // Who waits for a turn, a hold or a budget has not been refused: only an answer, or a destination that is gone, is a last word.
    const isLastWord = ({ notBeforeMs }: UndecidedOutcome): boolean =>
      isOverdue() && (destination === null || notBeforeMs === null)
    try {
      if (entry.kind === 'undecided' && !(destination === null && isOverdue()))
        throw defer(edges, execution, entry)
      const chunk = await loadChunk(edges.payloads, job)
      // Without its payload the chunk is put back by the extractor's sweep.
      if (chunk === null) return

      const outcomes = await send(entry, chunk)
      const progress = advanceProgress(chunk.progress, outcomes)
      const waiting = outcomes.filter((outcome) => outcome.kind === 'undecided')
      const undecided = waiting.find((outcome) => !isLastWord(outcome)) ?? waiting[0]
      if (undecided !== undefined && (signal.aborted || !isLastWord(undecided))) {
        await keepProgress(edges.payloads, job, chunk, progress)
        throw defer(edges, execution, undecided)
      }
      const ends = progress.map((known) => known ?? describeExpiry(undecided, readDeadlineMs(destination)))
      try {
        await recordRefusal(edges, job, outcomes)
        await settle(edges, job, chunk, ends, destination)
      } catch (error) {
        // The control database may be away for long: what was delivered shall not be posted again when it is back.
        await keepProgress(edges.payloads, job, chunk, progress)
        throw error
      }
    } finally {
      if (entry.kind === 'place') entry.leave()
    }
  }
}

/** The destination as it is now, or null when it is gone; events of one that is switched off wait for as long as it is. */
async function findDestination(edges: SendEdges, id: string): Promise<KnownDestination | null> {
  const untilMs = edges.now() + CONFIG_RECHECK_MS
  try {
    const destination = await edges.destinations.find(id)
    if (destination?.enabled === false) throw new Deferral(untilMs, `destination ${id} is disabled`)
    return destination
  } catch (error) {
    // A wrong secret key is for a person to mend, and no reason to fail a sync.
    if (readErrorKind(error) !== 'misconfigured') throw error
    throw new Deferral(untilMs, (error as Error).message)
  }
}

/** A place in the lane of the destination's write key, unless that is held or in trouble. */
async function enterLane(
  { holds, batcher, payloads, now }: SendEdges,
  { id, target }: KnownDestination,
  { payload: job, signal, earlierStarts }: Execution,
): Promise<Place | UndecidedOutcome> {
  const heldUntilMs = await holds.read(target)
  if (heldUntilMs !== null) return { kind: 'undecided', reason: 'HTTP 429', notBeforeMs: heldUntilMs }
  const bytes = await readChunkBytes(payloads, job)
  const entry = await batcher.enter(target, { bytes, sync: job.sync, signal })
  if (entry.kind !== 'full') return entry
  // Nothing is wrong: soon again, and less soon the longer the others are busy.
  const notBeforeMs = now() + Math.min(earlierStarts, 6) * 500
  const untilMs = planDeferral({ nowMs: now(), notBeforeMs, earlierStarts, random: Math.random() })
  throw new Deferral(untilMs, `the write key of destination ${id} is busy`)
}

/** Outcomes of the events that no earlier run has decided, in their order. */
async function send(
  entry: Place | UndecidedOutcome,
  { events, progress }: LoadedChunk,
): Promise<readonly EventOutcome[]> {
  const lines = events.lines.filter((_line, index) => progress[index] === null)
  return entry.kind === 'place' ? entry.add(lines) : lines.map(() => entry)
}

/** Tells `sluice status` that a destination's write key or endpoint is wrong. */
async function recordRefusal(
  { db }: SendEdges,
  job: SendPayload,
  outcomes: readonly EventOutcome[],
): Promise<void> {
  const refusal = outcomes.find(
    (outcome) => outcome.kind === 'dead' && (outcome.code === 'unauthorized' || outcome.code === 'not_found'),
  )
  if (refusal?.kind === 'dead') await recordDestinationError(db, job.destination, refusal.reason)
}

async function settle(
  edges: SendEdges,
  job: SendPayload,
  { events }: LoadedChunk,
  ends: readonly DecidedOutcome[],
  destination: KnownDestination | null,
): Promise<void> {
  const dead = await settleChunk(edges, job, events, ends)
  if (dead !== null) edges.meter.countEvents(destination?.region ?? 'unknown', ends)
  if (dead !== null && dead > 0) {
    const { sync, chunk, destination: id } = job
    edges.log.info({ sync, chunk, destination: id, dead }, 'events became dead letters')
  }
  await removePayload(edges.payloads, job)
  if (await isSyncSettled(edges.db, job.sync)) await edges.extract.add({ sync: job.sync, step: 'commit' })
}

/** A destination that is gone can say nothing of how long it would have been tried. */
function readDeadlineMs(destination: KnownDestination | null): number {
  return destination?.deadlineMs ?? DELIVERY_DEADLINE_MS
}

function defer(
  { now }: SendEdges,
  { earlierStarts }: Execution,
  { reason, notBeforeMs }: UndecidedOutcome,
): Deferral {
  const nowMs = now()
  return new Deferral(planDeferral({ nowMs, notBeforeMs, earlierStarts, random: Math.random() }), reason)
}

function describeUnknown({ now }: SendEdges, destination: string): UndecidedOutcome {
  return {
    kind: 'undecided',
    reason: `destination ${destination} is not in the config`,
    notBeforeMs: now() + CONFIG_RECHECK_MS,
  }
}

function describeExpiry(undecided: UndecidedOutcome | undefined, deadlineMs: number): DecidedOutcome {
  const reason = `not delivered within ${formatDurationMs(deadlineMs)} (${undecided?.reason ?? 'no answer'})`
  return { kind: 'dead', code: 'unavailable', reason }
}
