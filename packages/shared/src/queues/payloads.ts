import { SluiceError } from '../errors/index.ts'
import type { ByteBox, SecretPlace } from '../secrets/index.ts'
import type { QueueDefinition } from './catalog.ts'
import { Refusal } from './interruptions.ts'
import type { JobLease } from './job-lease.ts'
import type { RedisConnection } from './redis/index.ts'

/** What a payload is sealed for: the id that it lies under, and everything that the job says which names it. */
export interface PayloadOwner {
  readonly id: string
  readonly data: string
}

/**
 * Where the rows and events of jobs lie: a Redis key of their own beside the job, which
 * only names it. They are sealed, so that whoever reads Redis reads no row, and
 * together with the job's data, so that whoever writes to Redis sends no row elsewhere.
 */
export interface Payloads {
  /** With a lease, only while that is the caller's own; false when it is another's, and nothing was written. */
  put(owner: PayloadOwner, payload: Buffer, lease?: Pick<JobLease, 'key' | 'token'>): Promise<boolean>
  /**
   * null when it is gone: the chunk was settled, or Redis was lost and the sweep will put
   * it back. Throws a `Refusal` when it was sealed for a job that says something else.
   */
  get(owner: PayloadOwner): Promise<Buffer | null>
  /** The size of a payload without loading it, to a few bytes; 0 when it is gone. */
  readBytes(id: string): Promise<number>
  remove(...ids: readonly string[]): Promise<void>
}

// Nobody comes back for a payload after this; a lost one is made again from the staged table.
const TIME_TO_LIVE_SECONDS = 7 * 86_400

const PUT_WHILE_HELD = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 1`

/** The payload of a job; `part` tells apart what one job keeps beside its payload. */
export function createPayloadOwner<Payload extends object>(
  definition: QueueDefinition<Payload>,
  job: Payload,
  part = '',
): PayloadOwner {
  const entries = Object.entries(job).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { id: `${definition.jobId(job)}${part}`, data: JSON.stringify(entries) }
}

/**
 * Payloads under the queues' prefix, so that a cluster keeps them on the same shard, sealed with the key of letters.
 */
export function createPayloads(redis: RedisConnection, prefix: string, secrets: ByteBox): Payloads {
  const key = (id: string): string => `${prefix}:payload:bound:${id}`
  // Where the version before kept payloads that were not bound to their job: neither
  // version takes the other's for its own, both find nothing and have the chunk put back.
  const formerKey = (id: string): string => `${prefix}:payload:${id}`
  const place = (id: string): SecretPlace => `letters/payload/${id}`
  /** Another key is for a person to give; the job waits for that, and its sync with it. */
  const open = (sealed: Buffer, { id, data }: PayloadOwner): Buffer | null => {
    try {
      return secrets.openBound(sealed, place(id), data)
    } catch (cause) {
      if (!(cause instanceof SluiceError)) throw cause
      throw new SluiceError('payload_sealed', cause.message, { cause })
    }
  }
  return {
    async put({ id, data }, payload, lease) {
      const sealed = secrets.sealBytes(payload, place(id), data)
      if (lease === undefined) {
        await redis.set(key(id), sealed, 'EX', TIME_TO_LIVE_SECONDS)
        return true
      }
      const { key: lock, token } = lease
      return (await redis.eval(PUT_WHILE_HELD, 2, lock, key(id), token, sealed, TIME_TO_LIVE_SECONDS)) === 1
    },
    async get(owner) {
      const sealed = await redis.getBuffer(key(owner.id))
      if (sealed === null) return null
      const payload = open(sealed, owner)
      if (payload !== null) return payload
      throw new Refusal(`what job ${owner.id} says is not what its payload was sealed with`)
    },
    readBytes: (id) => redis.strlen(key(id)),
    async remove(...ids) {
      await redis.unlink(...ids.map(key), ...ids.map(formerKey))
    },
  }
}
