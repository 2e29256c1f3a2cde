import { SluiceError } from '../errors/index.ts'
import type { ByteBox, SecretPlace } from '../store/index.ts'
import type { RedisConnection } from './redis/index.ts'

/**
 * Where the rows and events of jobs lie: a Redis key of their own beside the job, which only names it. They are sealed, so that
 * whoever reads Redis reads no row.
 */
export interface Payloads {
  put(id: string, payload: Buffer): Promise<void>
  /** null when it is gone: the chunk was settled, or Redis was lost and the sweep will put it back. */
  get(id: string): Promise<Buffer | null>
  /** The size of a payload without loading it, to a few bytes; 0 when it is gone. */
  readBytes(id: string): Promise<number>
  remove(...ids: readonly string[]): Promise<void>
}

// Nobody comes back for a payload after this; a lost one is made again from the staged table.
const TIME_TO_LIVE_SECONDS = 7 * 86_400

/** Payloads under the queues' prefix, so that a cluster keeps them on the same shard, sealed with the key of letters. */
export function createPayloads(redis: RedisConnection, prefix: string, secrets: ByteBox): Payloads {
  const key = (id: string): string => `${prefix}:payload:${id}`
  const place = (id: string): SecretPlace => `letters/payload/${id}`
  /** Another key is for a person to give; the job waits for that, and its sync with it. */
  const open = (sealed: Buffer, id: string): Buffer => {
    try {
      return secrets.openBytes(sealed, place(id))
    } catch (cause) {
      if (!(cause instanceof SluiceError)) throw cause
      throw new SluiceError('payload_sealed', cause.message, { cause })
    }
  }
  return {
    async put(id, payload) {
      await redis.set(key(id), secrets.sealBytes(payload, place(id)), 'EX', TIME_TO_LIVE_SECONDS)
    },
    async get(id) {
      const sealed = await redis.getBuffer(key(id))
      return sealed === null ? null : open(sealed, id)
    },
    readBytes: (id) => redis.strlen(key(id)),
    async remove(...ids) {
      await redis.unlink(...ids.map(key))
    },
  }
}
