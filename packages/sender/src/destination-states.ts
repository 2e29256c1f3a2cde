import type { Logger } from '@sluice/shared/runtime'
import { recordDestinationState, type Queryable, type ToldState } from '@sluice/shared/store'
import type { Destinations } from './destinations.ts'

/** Tells everybody how destinations stand. */
export interface DestinationStates {
  /**
   * Notes what became of the last request to a destination, and of every other of its write key unless it is told of
   * this one alone; never rejects.
   */
  tell(destination: string, told: ToldState): Promise<void>
}

/** How often the next try of a destination that stays away is written down at most. */
const REFRESH_MS = 5_000

/**
 * States in the control database, written when they change: config as senders know it holds the last one told,
 * whoever told it. So what a sender that died has left is put right by the next answer that another one gets.
 */
export function createDestinationStates(deps: {
  readonly db: Queryable
  readonly destinations: Destinations
  readonly log: Pick<Logger, 'warn'>
  readonly now: () => number
}): DestinationStates {
  const { db, destinations, log, now } = deps
  const toldAt = new Map<string, number>()

  const write = async (id: string, told: ToldState): Promise<void> => {
    const current = await destinations.find(id)
    if (current === null) return
    const isSame = current.state === told.state
    const isFresh = now() - (toldAt.get(id) ?? -Infinity) < REFRESH_MS
    if (isSame && (told.state === 'ok' || isFresh)) return
    toldAt.set(id, now())
    const ids = told.state !== 'ok' && told.isAlone === true ? [id] : await destinations.listSharing(current)
    await recordDestinationState(db, ids, told)
    if (!isSame) destinations.forget()
  }

  // One after the other: the last word shall stand.
  const turns = new Map<string, Promise<void>>()
  return {
    tell(id, told) {
      const turn = (turns.get(id) ?? Promise.resolve())
        .then(() => write(id, told))
        // The control database may be away: the next answer tells the same.
        .catch((error: unknown) =>
          log.warn({ destination: id, error }, 'state of a destination could not be told'),
        )
      turns.set(id, turn)
      return turn
    },
  }
}
