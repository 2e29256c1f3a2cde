import { Deferral, type RedisConnection, type TypedQueue } from '@sluice/shared/queues'
import { countOpenChunks, type Queryable } from '@sluice/shared/store'
import {
  CHUNKS_PER_LOOK_LIMIT,
  LOOK_AGE_LIMIT_MS,
  OPEN_CHUNKS_PER_SYNC_LIMIT,
  READY_JOBS_LIMIT,
  REDIS_MEMORY_LIMIT_RATIO,
  ROOM_PATIENCE_MS,
} from '../limits.ts'
import { readRedisMemory } from './read-redis-memory.ts'

/** Where an extractor waits before it puts one more chunk on its way. */
export interface BackPressure {
  /**
   * Resolves when there is room for a chunk of the sync. Rejects when the signal is aborted, and with a Deferral
   * when it takes long: a sync whose destination is held shall not keep the place of one that could go on.
   */
  waitForRoom(sync: string, signal: AbortSignal): Promise<void>
}

const POLL_MS = 50

/**
 * Looks at the sync's own open chunks, at the jobs that are ready downstream, and at
 * Redis' memory; every few chunks, since a look costs as much as a chunk.
 */
export function createBackPressure(
  deps: {
    readonly db: Queryable
    readonly redis: RedisConnection
    readonly downstream: readonly Pick<TypedQueue<object>, 'countReady'>[]
  },
  patienceMs: number = ROOM_PATIENCE_MS,
): BackPressure {
  let memory = { readAt: -Infinity, ratio: 0 }
  /** What the last look at each sync left room for. */
  const looks = new Map<string, { readonly lookedAt: number; chunks: number }>()
  /** What the last look at a sync that had no room found in the way. */
  const obstacles = new Map<string, string>()
  const isFresh = (at: number): boolean => performance.now() - at < LOOK_AGE_LIMIT_MS

  const readMemoryRatio = async (): Promise<number> => {
    if (!isFresh(memory.readAt)) {
      memory = { readAt: performance.now(), ratio: (await readRedisMemory(deps.redis)).ratio }
    }
    return memory.ratio
  }

  const countRoom = async (sync: string): Promise<number> => {
    const block = (obstacle: string): number => {
      obstacles.set(sync, obstacle)
      return 0
    }
    const open = await countOpenChunks(deps.db, sync)
    if (open >= OPEN_CHUNKS_PER_SYNC_LIMIT) return block(`${open} of its chunks are still under way`)
    const ready = await Promise.all(deps.downstream.map((queue) => queue.countReady()))
    const most = Math.max(...ready)
    if (most >= READY_JOBS_LIMIT) return block('mappers or senders have enough to do')
    if ((await readMemoryRatio()) >= REDIS_MEMORY_LIMIT_RATIO)
      return block('Redis has too little memory left for more')
    return Math.min(OPEN_CHUNKS_PER_SYNC_LIMIT - open, CHUNKS_PER_LOOK_LIMIT, READY_JOBS_LIMIT - most)
  }

  const takeRoom = async (sync: string): Promise<boolean> => {
    for (const [known, { lookedAt }] of looks) {
      if (!isFresh(lookedAt)) looks.delete(known)
    }
    const look = looks.get(sync) ?? { lookedAt: performance.now(), chunks: await countRoom(sync) }
    if (look.chunks <= 0) return false
    look.chunks -= 1
    if (look.chunks === 0) looks.delete(sync)
    else looks.set(sync, look)
    return true
  }

  return {
    async waitForRoom(sync, signal) {
      const deadlineMs = performance.now() + patienceMs
      while (!(await takeRoom(sync))) {
        signal.throwIfAborted()
        if (performance.now() >= deadlineMs) {
          const obstacle = obstacles.get(sync) ?? 'what was sent before is still under way'
          obstacles.delete(sync)
          throw new Deferral(patienceMs, obstacle)
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
      signal.throwIfAborted()
    },
  }
}
