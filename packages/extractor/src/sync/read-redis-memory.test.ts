import { expect, test } from '@jest/globals'
import { Cluster } from 'ioredis'
import { readRedisMemory } from './read-redis-memory.ts'

const server = (used: number, limit: number) => ({
  info: async () => `# Memory\r\nused_memory:${used}\r\nused_memory_rss:999\r\nmaxmemory:${limit}\r\n`,
})

test.each([
  ['a share of its limit', server(50, 200), { usedBytes: 50, ratio: 0.25 }],
  ['no share without a limit', server(50, 0), { usedBytes: 50, ratio: 0 }],
  ['nothing when it says nothing', { info: async () => '' }, { usedBytes: 0, ratio: 0 }],
])('Redis uses %s', async (_what, redis, memory) => {
  expect(await readRedisMemory(redis as never)).toEqual(memory)
})

test('of a cluster the fullest master counts, as all keys lie on one', async () => {
  const cluster = Object.assign(Object.create(Cluster.prototype) as Cluster, {
    nodes: (role: string) => (role === 'master' ? [server(10, 100), server(80, 100), server(30, 40)] : []),
  })
  expect(await readRedisMemory(cluster)).toEqual({ usedBytes: 80, ratio: 0.8 })
})
