import type { Logger } from '@sluice/shared/runtime'

/** Work that is done again and again, never twice at once. */
export interface Repeating {
  /** Does it at once, whatever the interval; once more after the run that is under way. */
  runNow(): void
  /** Does it within so long; asked for many times meanwhile, it is done once. */
  runSoon(withinMs: number): void
  /** Does it no more; resolves when the last run has ended. */
  stop(): Promise<void>
}

/** Does the work at once, and again `intervalMs` after each end; an error is logged and the work goes on. */
export function startRepeating(log: Logger, intervalMs: number, work: () => Promise<unknown>): Repeating {
  let stopped = false
  let isWanted = false
  let timer: NodeJS.Timeout | undefined
  let soon: NodeJS.Timeout | undefined
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
    runSoon(withinMs) {
      if (stopped || soon !== undefined) return
      soon = setTimeout(() => {
        soon = undefined
        run()
      }, withinMs)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearTimeout(soon)
      await running
    },
  }
}
