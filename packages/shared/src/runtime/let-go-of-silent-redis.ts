import { cutRedis, type RedisConnection } from '../queues/index.ts'

const ANSWER_PATIENCE_MS = 1_000
const INTERVAL_MS = 500

/**
 * For a process that stops: cuts the connection as soon as Redis does not answer, so
 * that whatever waits for it fails instead of keeping the process. What is under way
 * elsewhere is taken up again from there, as after a crash. Returns how to stop looking.
 */
export function letGoOfSilentRedis(redis: RedisConnection): () => void {
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  const look = (): void => {
    const cut = setTimeout(() => cutRedis(redis), ANSWER_PATIENCE_MS)
    timer = cut
    redis.ping().then(
      () => {
        clearTimeout(cut)
        if (!isOver) timer = setTimeout(look, INTERVAL_MS)
      },
      // Closed already, in order or not.
      () => clearTimeout(cut),
    )
  }
  look()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
