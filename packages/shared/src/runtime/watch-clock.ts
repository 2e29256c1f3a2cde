import { readStoreTime, type RedisConnection } from '../queues/index.ts'
import type { Logger } from './logger.ts'
import { createGauge, type Metrics } from './metrics.ts'

/** Clocks that differ by less are as good as equal: nobody judges by them, and a log is read all the same. */
const NOTABLE_SKEW_MS = 5_000
const LOOK_INTERVAL_MS = 60_000

/** A look at the clock, again and again, until it is stopped. */
export interface WatchedClock {
  stop(): void
}

/**
 * Compares this machine's clock with that of Redis, tells it as a metric, and says so
 * in the log when it becomes wrong and when it is right again. Nothing depends on it: a
 * wrong clock only makes logs hard to read, and other programs on the machine wrong.
 */
export function watchClock(
  log: Pick<Logger, 'warn' | 'info'>,
  metrics: Metrics,
  redis: RedisConnection,
  now: () => number = Date.now,
): WatchedClock {
  let skewMs = 0
  let isWrong = false
  let isLooking = false
  createGauge(
    metrics,
    {
      name: 'sluice_clock_skew_seconds',
      help: 'How far the clock of this process is ahead of that of Redis, as of the last minute.',
    },
    (gauge) => gauge.set(skewMs / 1_000),
  )

  const look = async (): Promise<void> => {
    // A Redis that is away answers when it is back.
    if (isLooking) return
    isLooking = true
    try {
      const askedMs = now()
      const storeMs = await readStoreTime(redis)
      skewMs = (askedMs + now()) / 2 - storeMs
    } catch {
      // The connection tells its errors itself.
      return
    } finally {
      isLooking = false
    }
    const wasWrong = isWrong
    isWrong = Math.abs(skewMs) >= NOTABLE_SKEW_MS
    const skewSeconds = Math.round(skewMs / 1_000)
    if (isWrong && !wasWrong)
      log.warn({ skewSeconds }, 'the clock of this machine differs from that of redis')
    if (!isWrong && wasWrong) log.info({ skewSeconds }, 'the clock of this machine is right again')
  }

  void look()
  const timer = setInterval(() => void look(), LOOK_INTERVAL_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
