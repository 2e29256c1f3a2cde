import type { ExtractPayload } from '@sluice/shared/queues'
import { createMetrics } from '@sluice/shared/runtime'
import { createBatcher, createByteBudget } from '../batcher/index.ts'
import { createRedisBudgets } from '../budgets/index.ts'
import { createDelivery } from '../deliver-batch.ts'
import { createDestinationStates } from '../destination-states.ts'
import { createDestinations } from '../destinations.ts'
import { createFence, startTimer } from '../fence/index.ts'
import { createRedisHolds } from '../holds/index.ts'
import { LANE_OPTIONS, BYTE_BUDGET_OPTIONS } from '../limits.ts'
import { createKeyChecks } from '../key-checks.ts'
import { createSendMeter } from '../meter.ts'
import type { SendDeps } from '../processor.ts'
import { createSizes } from '../sizes.ts'
import { openHttpTrackingApi } from '../tracking-api/index.ts'
import type { Scene } from './open-scene.ts'

/**
 * The dependencies of a processor in a scene that closes them, with a clock of the test's own;
 * `onCommit` hears of syncs that are settled, and every way out of the process can be wrapped.
 */
export function openDeps(
  { context, lifecycle }: Scene,
  {
    now = () => performance.now(),
    startTime = startTimer,
    onCommit = () => {},
    wrap = (dep) => dep,
  }: {
    readonly now?: () => number
    readonly startTime?: typeof startTimer
    readonly onCommit?: (sync: string) => void
    readonly wrap?: <Dep extends object>(dep: Dep) => Dep
  } = {},
): SendDeps {
  const { secrets, redis, queues, endpoints, log } = context
  const db = wrap(context.db)
  const http = openHttpTrackingApi({ endpoints, userAgent: 'test' })
  const api = wrap(lifecycle.use('api', http, (open) => open.close()))
  const meter = createSendMeter(createMetrics())
  const holds = wrap(createRedisHolds(redis, queues.prefix, now))
  const budgets = wrap(createRedisBudgets(redis, queues.prefix))
  const { signal } = new AbortController()
  const retry = { retries: 2, minDelayMs: 1, quickMs: 60_000 }
  const fence = createFence(db, startTime)
  const deliver = createDelivery({
    api,
    holds,
    budgets,
    meter,
    log,
    signal,
    retry,
    now,
    fence,
    sizes: createSizes(),
  })
  const destinations = createDestinations(db, secrets)
  return {
    log,
    db,
    secrets,
    payloads: wrap(context.payloads),
    destinations,
    states: createDestinationStates({ db, destinations, log, now }),
    keys: createKeyChecks({ log, now, ask: async () => ({ kind: 'known', apiHost: null }) }),
    holds,
    batcher: createBatcher(deliver, createByteBudget(BYTE_BUDGET_OPTIONS), { ...LANE_OPTIONS, graceMs: 1 }),
    extract: wrap({
      add: async (payload: ExtractPayload) => {
        if (payload.step === 'commit') onCommit(payload.sync)
      },
    }),
    meter,
    now,
  }
}
