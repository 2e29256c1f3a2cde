import { Deferral, type RedisConnection, type TypedQueue } from '@sluice/shared/queues'
import { countOpenChunks, type Queryable } from '@sluice/shared/store'
import {
  OPEN_CHUNKS_PER_SYNC_LIMIT,
  READY_JOBS_LIMIT,
  REDIS_MEMORY_LIMIT_RATIO,
  ROOM_PATIENCE_MS,
} from './limits.ts'

/** Where an extractor waits before it puts one more chunk on its way. */
export interface BackPressure {
  /**
   * Resolves when there is room for a chunk of the sync. Rejects when the signal is aborted, and with a Deferral when it takes
   * long: a sync whose destination is held shall not keep the place of one that could go on.
   */
  waitForRoom(sync: string, signal: AbortSignal): Promise<void>
}

const POLL_MS = 50
const MEMORY_READ_INTERVAL_MS = 500

/** Looks at the sync's own open chunks, at the jobs that are ready downstream, and at Redis' memory. */
export function createBackPressure(
  edges: {
    readonly db: Queryable
    readonly redis: RedisConnection
    readonly downstream: readonly Pick<TypedQueue<object>, 'countReady'>[]
  },
  patienceMs: number = ROOM_PATIENCE_MS,
): BackPressure {
  let memory = { readAt: 0, ratio: 0 }

  const readMemoryRatio = async (): Promise<number> => {
    if (Date.now() - memory.readAt > MEMORY_READ_INTERVAL_MS) {
      memory = { readAt: Date.now(), ratio: parseMemoryRatio(await edges.redis.info('memory')) }
    }
    return memory.ratio
  }

  const hasRoom = async (sync: string): Promise<boolean> => {
    if ((await countOpenChunks(edges.db, sync)) >= OPEN_CHUNKS_PER_SYNC_LIMIT) return false
    const ready = await Promise.all(edges.downstream.map((queue) => queue.countReady()))
    if (ready.some((count) => count >= READY_JOBS_LIMIT)) return false
    return (await readMemoryRatio()) < REDIS_MEMORY_LIMIT_RATIO
  }

  return {
    async waitForRoom(sync, signal) {
      const deadlineMs = Date.now() + patienceMs
      while (!(await hasRoom(sync))) {
        signal.throwIfAborted()
        if (Date.now() >= deadlineMs)
          throw new Deferral(Date.now() + patienceMs, 'what was sent before is still under way')
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
      signal.throwIfAborted()
    },
  }
}

/** used_memory / maxmemory of an `INFO memory` answer; 0 when Redis has no limit. */
export function parseMemoryRatio(info: string): number {
  const read = (field: string): number => Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  const limit = read('maxmemory')
  return limit === 0 ? 0 : read('used_memory') / limit
}
