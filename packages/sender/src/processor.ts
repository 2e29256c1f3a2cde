import { formatDurationMs } from '@sluice/shared/domain'
import { readErrorKind } from '@sluice/shared/errors'
import {
  Deferral,
  LeaseLost,
  type ExtractPayload,
  type JobExecution,
  type Payloads,
  type SendPayload,
  type SendProgress,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Logger, Traces } from '@sluice/shared/runtime'
import { isChunkOpen, readOpenChunkAge, type Database } from '@sluice/shared/store'
import type { ByteBox, SecretBox } from '@sluice/shared/secrets'
import type { Batcher, Place } from './batcher/index.ts'
import {
  advanceProgress,
  listMayGo,
  planDeferral,
  type DecidedOutcome,
  type EventOutcome,
  type UndecidedOutcome,
} from './core/index.ts'
import { keepProgress, loadChunk, readChunkBytes, type LoadedChunk } from './chunk-payload.ts'
import type { DestinationStates } from './destination-states.ts'
import type { Destinations, KnownDestination } from './destinations.ts'
import { accountForCalls, askForCalls, type CallsLeft } from './ask-for-calls.ts'
import { finishChunk } from './finish-chunk.ts'
import type { Holds } from './holds/index.ts'
import type { KeyChecks } from './key-checks.ts'
import { leaveChunk } from './leave-chunk.ts'
import { CONFIG_RECHECK_MS, DELIVERY_DEADLINE_MS, KEY_RECHECK_MS } from './limits.ts'
import type { SendMeter } from './meter.ts'

export interface SendDeps {
  readonly log: Pick<Logger, 'info'>
  readonly traces?: Traces | null
  readonly db: Database
  readonly secrets: SecretBox & ByteBox
  readonly payloads: Payloads
  readonly destinations: Destinations
  readonly states: DestinationStates
  readonly keys: KeyChecks
  readonly holds: Holds
  readonly batcher: Batcher
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
  readonly meter: SendMeter
  /** A clock that only runs, in ms: what other processes judge by is told by the stores. */
  readonly now: () => number
}

type Execution = JobExecution<SendPayload>

/**
 * The story of one send job: hand its events to the lane of their write key, and settle the
 * chunk when each is delivered or dead. A job that cannot get on is deferred with what it has
 * learnt; it may die at any await, and what was posted without being settled is posted again
 * under the same messageIds. It may also be stopped at any await and go on when others have done
 * its work: whatever it does then, it asks first whether the work is still wanted and its own.
 */
export function createSendProcessor(deps: SendDeps): (execution: Execution) => Promise<void> {
  return async (execution) => {
    const { payload: job, signal, lease } = execution
    const ageMs = await readOpenChunkAge(deps.db, job.sync, job.chunk)
    if (ageMs === null) return leaveChunk(deps, job)
    const readMs = deps.now()

    const destination = await findDestination(deps, job.destination)
    const { entry, left } =
      destination === null
        ? { entry: createUnknownOutcome(deps, job.destination), left: null }
        : await enterLane(deps, destination, execution)
    const readAgeMs = (): number => ageMs + deps.now() - readMs
    const isOverdue = (): boolean => readAgeMs() >= readDeadlineMs(destination)
    // Who waits for a turn, a hold or a budget has not been refused: only an answer, or
    // a destination that is gone, is a last word.
    const isLastWord = ({ notBeforeMs }: UndecidedOutcome): boolean =>
      isOverdue() && (destination === null || notBeforeMs === null)
    try {
      if (entry.kind === 'undecided' && !(destination === null && isOverdue())) {
        await accountForCalls(deps, job, left)
        throw await putOff(deps, execution, entry)
      }
      const chunk = await loadChunk(deps.payloads, job)
      // Without its payload the chunk is put back by the extractor's sweep.
      if (chunk === null) return await accountForCalls(deps, job, left)

      const outcomes = await send(entry, chunk, left)
      const progress = advanceProgress(chunk.progress, outcomes)
      if (outcomes.some(({ kind }) => kind === 'unwanted')) {
        await accountForCalls(deps, job, left, { chunk, progress, outcomes })
        return await leave(deps, job, { chunk, progress })
      }
      const waiting = outcomes.filter((outcome) => outcome.kind === 'undecided')
      const undecided = waiting.find((outcome) => !isLastWord(outcome)) ?? waiting[0]
      if (undecided !== undefined && (signal.aborted || !isLastWord(undecided))) {
        await keepProgress(deps.payloads, job, lease, chunk, progress)
        await accountForCalls(deps, job, left, { chunk, progress, outcomes })
        throw await putOff(deps, execution, undecided)
      }
      const ends = progress.map(
        (known) => known ?? createExpiredOutcome(undecided, readDeadlineMs(destination)),
      )
      try {
        const result = { outcomes, ends, region: destination?.region, ageMs: readAgeMs(), left }
        await finishChunk(deps, execution, chunk, result)
      } catch (error) {
        // The control database may be away for long: what was delivered shall not be posted again when it is back.
        await keepProgress(deps.payloads, job, lease, chunk, progress)
        throw error
      }
      if (undecided === undefined && outcomes.some(isTaken))
        await deps.states.tell(job.destination, { state: 'ok' })
    } finally {
      if (entry.kind === 'place') entry.leave()
    }
  }
}

/** The end of a job that is not to post: nobody wants its chunk any more, or another worker has it. */
async function leave(
  deps: SendDeps,
  job: SendPayload,
  known: { readonly chunk: LoadedChunk; readonly progress: SendProgress },
): Promise<void> {
  if (await isChunkOpen(deps.db, job.sync, job.chunk)) throw new LeaseLost()
  await leaveChunk(deps, job, known)
}

/**
 * The destination as it is now, or null when it is gone; events of one that is switched off wait for as long as it is.
 */
async function findDestination(deps: SendDeps, id: string): Promise<KnownDestination | null> {
  try {
    const destination = await deps.destinations.find(id)
    if (destination?.enabled === false) throw new Deferral(CONFIG_RECHECK_MS, `destination ${id} is disabled`)
    return destination
  } catch (error) {
    // A wrong secret key is for a person to mend, and no reason to fail a sync.
    if (readErrorKind(error) !== 'misconfigured') throw error
    throw new Deferral(CONFIG_RECHECK_MS, (error as Error).message)
  }
}

/** A place in a lane, or why there is none; and how many calls are left, where they are counted. */
interface Entry {
  readonly entry: Place | UndecidedOutcome
  readonly left: CallsLeft | null
}

/** A place in the lane of the destination's write key, unless that is held or fails, or no call is left. */
async function enterLane(
  { db, secrets, keys, holds, batcher, payloads, now }: SendDeps,
  destination: KnownDestination,
  { payload: job, signal, lease, earlierStarts }: Execution,
): Promise<Entry> {
  const { id, target } = destination
  const hold = await keys.findHold(target)
  if (hold !== null) return refuse(hold, now() + KEY_RECHECK_MS)
  const heldUntilMs = await holds.read(target)
  if (heldUntilMs !== null) return refuse('HTTP 429', heldUntilMs)
  const left = await askForCalls({ db, now }, destination, job)
  if (left?.isSpent === true) return { entry: left.held, left }
  const bytes = await readChunkBytes(payloads, job)
  const claim = { sync: job.sync, chunk: job.chunk, lease }
  const entry = await batcher.enter(target, { bytes, claim, signal })
  if (entry.kind !== 'full') return { entry, left }
  await accountForCalls({ db, secrets }, job, left)
  // Nothing is wrong: soon again, and less soon the longer the others are busy.
  const nowMs = now()
  const notBeforeMs = nowMs + Math.min(earlierStarts, 6) * 500
  const delayMs = planDeferral({ nowMs, notBeforeMs, earlierStarts, random: Math.random() })
  throw new Deferral(delayMs, `the write key of destination ${id} is busy`)
}

function refuse(reason: string, notBeforeMs: number): Entry {
  return { entry: { kind: 'undecided', reason, notBeforeMs, state: 'held' }, left: null }
}

/**
 * Outcomes of the events that no earlier run has decided, in their order. Where calls are counted, the first events of
 * a chunk are those that may go: the same ones in every run, so that none is paid for that was not reserved.
 */
async function send(
  entry: Place | UndecidedOutcome,
  { events, progress }: LoadedChunk,
  left: CallsLeft | null,
): Promise<readonly EventOutcome[]> {
  const isWaiting = (_line: Buffer, place: number): boolean => progress[place] === null
  const lines = events.lines.filter(isWaiting)
  if (entry.kind !== 'place') return lines.map(() => entry)
  if (left === null) return entry.add(lines)
  const mayGo = listMayGo(progress, left)
  const going = events.lines.filter((_line, place) => mayGo.has(place))
  const sent = (going.length === 0 ? [] : await entry.add(going)).values()
  return [...progress.keys()]
    .filter((place) => progress[place] === null)
    .map((place) => (mayGo.has(place) ? sent.next().value : undefined) ?? left.held)
}

/** A destination that is gone can say nothing of how long it would have been tried. */
function readDeadlineMs(destination: KnownDestination | null): number {
  return destination?.deadlineMs ?? DELIVERY_DEADLINE_MS
}

/** The deferral of a job that cannot get on, after everybody is told if that is for its destination. */
async function putOff(
  { now, states }: SendDeps,
  { payload: job, earlierStarts, signal }: Execution,
  { reason, notBeforeMs, state, monthEndsAtMs }: UndecidedOutcome,
): Promise<Deferral> {
  const nowMs = now()
  const delayMs = planDeferral({ nowMs, notBeforeMs, earlierStarts, random: Math.random() })
  if (state !== undefined && !signal.aborted)
    await states.tell(job.destination, {
      state,
      reason,
      untilInMs: monthEndsAtMs === undefined ? delayMs : monthEndsAtMs - nowMs,
      isAlone: monthEndsAtMs !== undefined,
    })
  return new Deferral(delayMs, reason)
}

/** True of what the API has judged by itself: it is there, and it listens. */
function isTaken(outcome: EventOutcome): boolean {
  return outcome.kind === 'delivered' || (outcome.kind === 'dead' && outcome.code === 'rejected')
}

function createUnknownOutcome({ now }: SendDeps, destination: string): UndecidedOutcome {
  return {
    kind: 'undecided',
    reason: `destination ${destination} is not in the config`,
    notBeforeMs: now() + CONFIG_RECHECK_MS,
  }
}

function createExpiredOutcome(undecided: UndecidedOutcome | undefined, deadlineMs: number): DecidedOutcome {
  const reason = `not delivered within ${formatDurationMs(deadlineMs)} (${undecided?.reason ?? 'no answer'})`
  return { kind: 'dead', code: 'unavailable', reason }
}
