import type { Logger } from './logger.ts'

/** What was started, to be stopped in the reverse order. */
export interface Lifecycle {
  /** Remembers how to stop what has just been started, and returns it. */
  use<T>(name: string, started: T, stop: (started: T) => Promise<void> | void): T
  /**
   * Stops everything, last started first; what fails to stop is logged and passed over.
   * A second call waits for the first.
   */
  stop(): Promise<void>
}

/** An empty lifecycle. */
export function createLifecycle(log: Pick<Logger, 'warn'>): Lifecycle {
  const running: { readonly name: string; readonly stop: () => Promise<void> | void }[] = []
  let stopping: Promise<void> | undefined

  const stopAll = async (): Promise<void> => {
    for (let last = running.pop(); last !== undefined; last = running.pop()) {
      try {
        await last.stop()
      } catch (error) {
        log.warn({ part: last.name, error }, 'part did not stop cleanly')
      }
    }
  }
  return {
    use(name, started, stop) {
      running.push({ name, stop: () => stop(started) })
      return started
    },
    stop: () => (stopping ??= stopAll()),
  }
}
