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

// A payload that is put under a lease lies under a name of its own first: a script that has it as an argument copies it
// again and again. Nobody comes back for one whose writer dies in between.
const TIME_TO_TAKE_SECONDS = 60

const TAKE_WHILE_HELD = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then
  redis.call('unlink', KEYS[2])
  return 'not held'
end
if redis.call('exists', KEYS[2]) == 0 then return 'gone' end
redis.call('rename', KEYS[2], KEYS[3])
redis.call('expire', KEYS[3], ARGV[2])
return 'taken'`

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
  const putWhileHeld = async (
    id: string,
    sealed: Buffer,
    { key: lock, token }: Pick<JobLease, 'key' | 'token'>,
  ): Promise<boolean> => {
    const given = `${key(id)}:${token}`
    const [, answer] = await Promise.all([
      redis.set(given, sealed, 'EX', TIME_TO_TAKE_SECONDS),
      redis.eval(TAKE_WHILE_HELD, 3, lock, given, key(id), token, TIME_TO_LIVE_SECONDS),
    ])
    // A connection that was lost in between has the second command sent again, and not the first.
    return answer === 'gone' ? putWhileHeld(id, sealed, { key: lock, token }) : answer === 'taken'
  }
  return {
    async put({ id, data }, payload, lease) {
      const sealed = secrets.sealBytes(payload, place(id), data)
      if (lease !== undefined) return putWhileHeld(id, sealed, lease)
      await redis.set(key(id), sealed, 'EX', TIME_TO_LIVE_SECONDS)
      return true
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
