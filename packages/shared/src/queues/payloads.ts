import type { RedisConnection } from './redis.ts'

/** Where the rows and events of jobs lie: a Redis key of their own beside the job, which only names it. */
export interface Payloads {
  put(id: string, payload: Buffer): Promise<void>
  /** null when it is gone: the chunk was settled, or Redis was lost and the sweep will put it back. */
  get(id: string): Promise<Buffer | null>
  /** The size of a payload without loading it, 0 when it is gone. */
  readBytes(id: string): Promise<number>
  remove(...ids: readonly string[]): Promise<void>
}

// Nobody comes back for a payload after this; a lost one is made again from the staged table.
const TIME_TO_LIVE_SECONDS = 7 * 86_400

/** Payloads under the queues' prefix, so that a cluster keeps them on the same shard. */
export function createPayloads(redis: RedisConnection, prefix: string): Payloads {
  const key = (id: string): string => `${prefix}:payload:${id}`
  return {
    async put(id, payload) {
      await redis.set(key(id), payload, 'EX', TIME_TO_LIVE_SECONDS)
    },
    get: (id) => redis.getBuffer(key(id)),
    readBytes: (id) => redis.strlen(key(id)),
    async remove(...ids) {
      await redis.unlink(...ids.map(key))
    },
  }
}
