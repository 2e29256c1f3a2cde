import type { RedisConnection } from '../queues/index.ts'
import { ANSWER_LIFE_S, SIGN_LIFE_MS } from './limits.ts'

/** Which side of a question gives a sign. */
export type Side = 'asked' | 'taken'

/** What the two sides of a question leave each other in Redis: signs of life, and the sealed answer. */
export interface Signs {
  /** Says that a side is there, for a while. */
  give(id: string, side: Side): Promise<void>
  has(id: string, side: Side): Promise<boolean>
  withdraw(id: string, side: Side): Promise<void>
  /** The first answer stays; another changes nothing. */
  putAnswer(id: string, sealed: Buffer): Promise<void>
  /** null as long as there is none. */
  readAnswer(id: string): Promise<Buffer | null>
  removeAnswer(id: string): Promise<void>
}

/** Signs under the queues' prefix, so that a cluster keeps them on the same shard. */
export function createSigns(redis: RedisConnection, prefix: string): Signs {
  const key = (id: string, what: Side | 'answer'): string => `${prefix}:question:${id}:${what}`
  return {
    async give(id, side) {
      await redis.set(key(id, side), '1', 'PX', SIGN_LIFE_MS)
    },
    has: async (id, side) => (await redis.exists(key(id, side))) === 1,
    async withdraw(id, side) {
      await redis.unlink(key(id, side))
    },
    async putAnswer(id, sealed) {
      await redis.set(key(id, 'answer'), sealed, 'EX', ANSWER_LIFE_S, 'NX')
    },
    readAnswer: (id) => redis.getBuffer(key(id, 'answer')),
    async removeAnswer(id) {
      await redis.unlink(key(id, 'answer'))
    },
  }
}
