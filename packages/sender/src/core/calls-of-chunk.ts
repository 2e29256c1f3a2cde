import type { DecidedOutcome, EventOutcome } from './event-outcome.ts'

type Progress = readonly (DecidedOutcome | null)[]

/** Which calls of a chunk are made and counted, by the places of its events, and how many more may be made. */
export interface ChunkCalls {
  readonly calls: number
  /** So many of these, the first ones, may have been made by a run of which nobody knows the end. */
  readonly doubted: number
  readonly made: ReadonlySet<number>
}

/**
 * Which of the events that nothing is known of may be posted, by their places: the first ones, the same in every run,
 * so that no call is made that was not reserved. What was made before may go again: it is the same call.
 */
export function listMayGo(progress: Progress, { calls, made }: ChunkCalls): ReadonlySet<number> {
  const waiting = listWaiting(progress)
  const fresh = waiting.filter((place) => !made.has(place)).slice(0, calls)
  return new Set([...waiting.filter((place) => made.has(place)), ...fresh])
}

/**
 * What a run has made of its calls: the places of events that were delivered and are not counted, and how many calls
 * stay reserved, up to the last one that may have been made. `outcomes` are those of the events that waited `before`.
 */
export function judgeRun(
  before: Progress,
  progress: Progress,
  outcomes: readonly EventOutcome[],
  { doubted, made }: ChunkCalls,
): { readonly made: readonly number[]; readonly doubted: number } {
  const fresh = [...progress.keys()].filter(
    (place) => progress[place]?.kind === 'delivered' && !made.has(place),
  )
  const waited = listWaiting(before)
  const earlier = waited.filter((place) => !made.has(place)).slice(0, doubted)
  const now = waited.filter((_place, index) => mayHaveArrived(outcomes[index]))
  const doubtful = new Set([...earlier, ...now])
  const left = listWaiting(progress).filter((place) => !made.has(place))
  return { made: fresh, doubted: left.findLastIndex((place) => doubtful.has(place)) + 1 }
}

function listWaiting(progress: Progress): readonly number[] {
  return [...progress.keys()].filter((place) => progress[place] === null)
}

function mayHaveArrived(outcome: EventOutcome | undefined): boolean {
  return outcome?.kind === 'undecided' && outcome.isUnsent !== true
}
