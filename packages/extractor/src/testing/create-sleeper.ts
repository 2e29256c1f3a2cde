import type { SyncDeps } from '../sync-deps.ts'
import { interceptCalls } from './intercept-calls.ts'

/**
 * A process that is stopped: at one of its calls to the outside world it falls asleep, and goes on when it is woken.
 */
export interface Sleeper {
  readonly deps: SyncDeps
  /** Resolves when it has fallen asleep. */
  readonly asleep: Promise<void>
  wake(): void
}

const COMMITS: ReadonlySet<string> = new Set(['commit', 'remember'])

/** The same dependencies in a process that falls asleep right before its `calls`-th call. */
export function createSleeper(deps: SyncDeps, calls: number): Sleeper {
  let left = calls
  let isCommitting = false
  let wake = (): void => {}
  let tellAsleep = (): void => {}
  const woken = new Promise<void>((resolve) => (wake = resolve))
  const asleep = new Promise<void>((resolve) => (tellAsleep = resolve))
  return {
    asleep,
    wake,
    deps: interceptCalls(deps, async (work, name) => {
      // Asleep within a transaction of the warehouse it would hold a lock, which the warehouse takes back by itself.
      if (!isCommitting) left -= 1
      if (left === 0) {
        left = Infinity
        tellAsleep()
        await woken
      }
      if (!COMMITS.has(name)) return work()
      isCommitting = true
      return work().finally(() => (isCommitting = false))
    }),
  }
}
