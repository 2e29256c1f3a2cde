import type { SyncDeps } from '../sync-deps.ts'
import { interceptCalls } from './intercept-calls.ts'

/**
 * A process that dies: after so many calls to the outside world every further one fails, as if it had never been made.
 */
export interface Mortal {
  readonly deps: SyncDeps
  readonly isDead: () => boolean
}

/**
 * The same dependencies in a process that dies at its `calls`-th call. With `reached` that
 * call still reaches the server, and only its answer does not come back.
 */
export function createMortal(deps: SyncDeps, calls: number, reached: boolean): Mortal {
  let left = calls
  return {
    isDead: () => left <= 0,
    deps: interceptCalls(deps, async (work) => {
      left -= 1
      if (left > 0) return work()
      if (left === 0 && reached) await work()
      throw new Error('the process is dead')
    }),
  }
}
