import { readAlertPlaces } from '@sluice/alerts/places'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { startRepeating } from '../repeat.ts'
import { createAlertMeter } from './alert-meter.ts'
import { decideAlerts } from './decide-alerts.ts'
import { openLateCourier } from './open-late-courier.ts'
import { createMessageSender } from './send-messages.ts'

// Time between two looks at what is wrong, and how many times as long as one took nobody looks again: counting a
// million open dead letters takes a second or two.
const INTERVAL_MS = 5_000
const REST_RATIO = 20
/** What is under way at the end gets so long; what has not arrived by then another extractor sends. */
const DRAIN_MS = 5_000

/** Starts what decides about alerts and sends them; `runNow` when rules or channels have changed. */
export function startAlerts(context: WorkerContext, lifecycle: Lifecycle): { runNow(): void } {
  const { db, log, metrics, secrets, env } = context
  const { proxies, consoleUrl } = readAlertPlaces(env)
  const courier = lifecycle.use('courier', openLateCourier({ proxies }), (open) => open.close())
  const sender = createMessageSender({ db, log, secrets, courier, meter: createAlertMeter(metrics, db) })
  let restUntilMs = 0
  const decideSparingly = async (): Promise<void> => {
    const beganMs = performance.now()
    if (beganMs < restUntilMs) return
    await decideAlerts({ db, consoleUrl })
    const endedMs = performance.now()
    restUntilMs = endedMs + (endedMs - beganMs) * REST_RATIO - INTERVAL_MS
  }
  return lifecycle.use(
    'alerts',
    startRepeating(log, INTERVAL_MS, async () => {
      await decideSparingly()
      await sender.sendWaiting()
    }),
    async (repeating) => {
      await repeating.stop()
      await Promise.race([sender.settle(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())])
    },
  )
}
