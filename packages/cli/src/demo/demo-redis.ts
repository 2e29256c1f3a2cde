import { randomBytes } from 'node:crypto'
import { connectRedis, listPrimaries } from '@sluice/shared/queues'

const KEYS_PER_PAGE = 1_000

/** A queue prefix that nobody else has: the server may be somebody's own. */
export function createDemoPrefix(): string {
  return `{sluice-demo-${randomBytes(4).toString('hex')}}`
}

/** Removes every key under a prefix. */
export async function removePrefix(redisUrl: string, prefix: string): Promise<void> {
  const redis = await connectRedis(redisUrl)
  try {
    for (const node of listPrimaries(redis)) {
      for await (const keys of node.scanStream({ match: `${prefix}:*`, count: KEYS_PER_PAGE })) {
        const page = keys as string[]
        if (page.length > 0) await redis.unlink(...page)
      }
    }
  } finally {
    await redis.quit()
  }
}
