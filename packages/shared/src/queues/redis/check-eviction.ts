import { SluiceError } from '../../errors/index.ts'
import { listPrimaries } from './list-primaries.ts'
import type { RedisConnection } from './open-client.ts'

const SAFE_POLICY = 'noeviction'

/** What each primary does when its memory is full, in Redis' own word; null of one that does not tell. */
export async function askEvictionPolicies(connection: RedisConnection): Promise<readonly (string | null)[]> {
  return Promise.all(
    listPrimaries(connection).map(async (server) => {
      // Managed servers refuse CONFIG, most of them tell in INFO.
      const info = await server.info('memory').catch(() => '')
      const [, told] = /^maxmemory_policy:(\S+)/m.exec(info) ?? []
      if (told !== undefined) return told
      const reply: unknown = await server.config('GET', 'maxmemory-policy').catch(() => null)
      return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : null
    }),
  )
}

/** Throws `redis_evicts` when one of the policies throws away what nobody asked it to. */
export function assertNothingEvicted(policies: readonly (string | null)[], place: string): void {
  const unsafe = policies.find((policy) => policy !== null && policy !== SAFE_POLICY)
  if (unsafe === undefined) return
  throw new SluiceError(
    'redis_evicts',
    `redis ${place} throws jobs away when its memory is full (maxmemory-policy ${unsafe}): set it to ${SAFE_POLICY}, and give Sluice a Redis of its own`,
  )
}
