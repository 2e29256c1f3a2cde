import type { RedisConnection } from './redis/index.ts'

/** What makes a job one worker's own: a lock in Redis, under a token that no other worker has. */
export interface JobLease {
  readonly key: string
  readonly token: string
  /** How long it lasts if nobody renews it, in ms; 0 when it has run out, or the job is another's. */
  readLeftMs(): Promise<number>
}

const READ_LEFT = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pttl', KEYS[1]) end return 0`

/** The lease of a job that BullMQ has locked under the token. */
export function createJobLease(redis: RedisConnection, key: string, token: string): JobLease {
  return {
    key,
    token,
    async readLeftMs() {
      // -1 without an end, as no worker sets it.
      return Math.max(Number(await redis.eval(READ_LEFT, 1, key, token)), 0)
    },
  }
}
