import type { Logger } from '@sluice/shared/runtime'

/** Work that is done again and again, never twice at once. */
export interface Repeating {
  /** Does it soon, whatever the interval. */
  runNow(): void
  /** Does it no more; resolves when the last run has ended. */
  stop(): Promise<void>
}

/** Does the work at once, and again `intervalMs` after each end; an error is logged and the work goes on. */
export function startRepeating(log: Logger, intervalMs: number, work: () => Promise<void>): Repeating {
  let stopped = false
  let isWanted = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  const run = (): void => {
    clearTimeout(timer)
    if (running !== undefined) {
      isWanted = true
      return
    }
    isWanted = false
    running = work()
      .catch((error: unknown) => log.warn({ error }, 'repeated work failed, it will be done again'))
      .then(() => {
        running = undefined
        if (!stopped) timer = setTimeout(run, isWanted ? 0 : intervalMs)
      })
  }
  run()
  return {
    runNow: run,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
