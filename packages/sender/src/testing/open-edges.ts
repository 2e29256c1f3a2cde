import { createMetrics } from '@sluice/shared/runtime'
import { createBatcher, createRoom } from '../batcher/index.ts'
import { createRedisBudgets } from '../budgets/index.ts'
import { createDelivery } from '../deliver-batch.ts'
import { createDestinations } from '../destinations.ts'
import { createRedisHolds } from '../holds/index.ts'
import { LANE_OPTIONS, ROOM_OPTIONS } from '../limits.ts'
import { createSendMeter } from '../meter.ts'
import type { SendEdges } from '../processor.ts'
import { openHttpTrackingApi } from '../tracking-api/index.ts'
import type { Scene } from './open-scene.ts'

/** The edges of a processor in a scene that closes them, with a clock of the test's own; `onCommit` hears of syncs that are settled. */
export function openEdges(
  { context, lifecycle }: Scene,
  {
    now = Date.now,
    onCommit = () => {},
  }: { readonly now?: () => number; readonly onCommit?: (sync: string) => void } = {},
): SendEdges {
  const { db, secrets, payloads, redis, queues, endpoints, log } = context
  const api = lifecycle.use('api', openHttpTrackingApi({ endpoints, userAgent: 'test' }), (open) =>
    open.close(),
  )
  const meter = createSendMeter(createMetrics())
  const holds = createRedisHolds(redis, queues.prefix, now)
  const budgets = createRedisBudgets(redis, queues.prefix)
  const { signal } = new AbortController()
  const retry = { retries: 2, minDelayMs: 1, quickMs: 60_000 }
  const deliver = createDelivery({ api, holds, budgets, meter, log, signal, retry, now })
  return {
    log,
    db,
    secrets,
    payloads,
    destinations: createDestinations(db, secrets),
    holds,
    batcher: createBatcher(deliver, createRoom(ROOM_OPTIONS), { ...LANE_OPTIONS, graceMs: 1 }),
    extract: {
      add: async (payload) => {
        if (payload.step === 'commit') onCommit(payload.sync)
      },
    },
    meter,
    now,
  }
}
