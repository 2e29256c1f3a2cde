import { listPrimaries, type RedisConnection } from '@sluice/shared/queues'

/** What Redis uses of what it may. */
export interface RedisMemory {
  readonly usedBytes: number
  /** Share of maxmemory in use; 0 when Redis has no limit. */
  readonly ratio: number
}

/** The memory of Redis, or of the fullest master of a cluster: all keys of Sluice lie on one. */
export async function readRedisMemory(redis: RedisConnection): Promise<RedisMemory> {
  const memories = await Promise.all(
    listPrimaries(redis).map(async (server) => parseMemory(await server.info('memory'))),
  )
  return memories.reduce((fullest, memory) => (memory.usedBytes > fullest.usedBytes ? memory : fullest), {
    usedBytes: 0,
    ratio: 0,
  })
}

function parseMemory(info: string): RedisMemory {
  const read = (field: string): number => Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  const usedBytes = read('used_memory')
  const limitBytes = read('maxmemory')
  return { usedBytes, ratio: limitBytes === 0 ? 0 : usedBytes / limitBytes }
}
