import type { EventOutcome, UndecidedOutcome } from '../core/index.ts'
import type { Target } from '../target.ts'
import { createLane, type Lane, type LaneOptions } from './lane.ts'

/** A caller's place in the lane of a target; left when the caller is done, however it ends. */
export interface Place {
  readonly kind: 'place'
  add(lines: readonly Buffer[]): Promise<readonly EventOutcome[]>
  leave(): void
}

/** Nothing is wrong with a lane but that others have filled it for long. */
export interface LaneFull {
  readonly kind: 'full'
}

/** Gathers the events of concurrent jobs into batches, one lane per target; a lane never waits for another. */
export interface Batcher {
  /** A place in the target's lane; or what keeps callers out of it: come back later. */
  enter(target: Target, signal: AbortSignal): Promise<Place | LaneFull | UndecidedOutcome>
}

/** A batcher without lanes; each is made when its target is first met, and there are as many as there are write keys. */
export function createBatcher(
  deliver: (target: Target, lines: readonly Buffer[]) => Promise<readonly EventOutcome[]>,
  options: LaneOptions,
): Batcher {
  const lanes = new Map<string, Lane>()
  const findLane = (target: Target): Lane => {
    const known = lanes.get(target.id)
    if (known !== undefined) return known
    const lane = createLane((lines) => deliver(target, lines), options)
    lanes.set(target.id, lane)
    return lane
  }
  return {
    async enter(target, signal) {
      const lane = findLane(target)
      if (lane.trouble !== null) return lane.trouble
      if (!(await lane.enter(signal))) return { kind: 'full' }
      return {
        kind: 'place',
        add: (lines) => lane.add(lines, signal),
        leave: () => lane.leave(),
      }
    },
  }
}
