import { limitBatches, type EventOutcome, type UndecidedOutcome } from '../core/index.ts'
import type { Sizes } from '../sizes.ts'
import type { Target } from '../target.ts'
import { createLane, type BatchEvent, type Lane, type LaneOptions, type Load } from './lane.ts'
import type { ByteBudget } from './byte-budget.ts'

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

/** Who wants to send what. */
export interface Caller extends Pick<Load, 'claim' | 'signal'> {
  /** Size of the payload that it will load. */
  readonly bytes: number
}

/** Gathers the events of concurrent jobs into batches, one lane per target; a lane never waits for another. */
export interface Batcher {
  /** A place in the target's lane; or what keeps callers out of it: come back later. */
  enter(target: Target, caller: Caller): Promise<Place | LaneFull | UndecidedOutcome>
}

/** What delivers the batches of all lanes. */
export type Deliver = (target: Target, events: readonly BatchEvent[]) => Promise<readonly EventOutcome[]>

/** A lane with who is in it, and the target as config has it now. */
interface Entrance {
  readonly lane: Lane
  target: Target
  inside: number
}

/**
 * A batcher without lanes; each is made when its target is first met, and there are as many as there are write keys.
 */
export function createBatcher(
  deliver: Deliver,
  byteBudget: ByteBudget,
  options: LaneOptions,
  sizes?: Pick<Sizes, 'read'>,
): Batcher {
  const entrances = new Map<string, Entrance>()
  const findEntrance = (target: Target): Entrance => {
    const known = entrances.get(target.id)
    if (known !== undefined) return Object.assign(known, { target })
    const entrance: Entrance = {
      target,
      inside: 0,
      lane: createLane(
        (events) => deliver(entrance.target, events),
        options,
        (callers) => callers === byteBudget.count(target.id) && byteBudget.isWanted(target.id),
      ),
    }
    entrances.set(target.id, entrance)
    return entrance
  }
  /** After an error one caller is enough: whoever came with it would only wait. */
  const findLastError = ({ lane, inside }: Entrance): UndecidedOutcome | null =>
    inside > 0 ? lane.lastError : null

  return {
    async enter(target, { bytes, claim, signal }) {
      const entrance = findEntrance(target)
      const before = findLastError(entrance)
      if (before !== null) return before
      const leave = await byteBudget.enter(target.id, bytes, signal)
      if (leave === null) return { kind: 'full' }
      const meanwhile = findLastError(entrance)
      if (meanwhile !== null) {
        leave()
        return meanwhile
      }
      entrance.inside += 1
      return {
        kind: 'place',
        add: (lines) =>
          entrance.lane.add({
            lines,
            claim,
            signal,
            limits: limitBatches(entrance.target.budget, sizes?.read(entrance.target)),
          }),
        leave: () => {
          entrance.inside -= 1
          leave()
        },
      }
    },
  }
}
