import type { Target } from '../target.ts'

/** Which targets may not be posted to for now, as all senders know it. */
export interface Holds {
  /** Until when a target is held, by the clock of this process that only runs; or null. */
  read(target: Target): Promise<number | null>
  /** Holds a target for so long from now on; the latest hold is the one that counts. */
  hold(target: Target, holdMs: number): Promise<void>
}
