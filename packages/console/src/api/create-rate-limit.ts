import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Requests of one caller in a second, counted in this process. */
const REQUESTS_PER_SECOND = 100

/** Counts a request of a caller: null when it may pass, else how many seconds it has to wait. */
export type RateLimit = (caller: string) => Promise<number | null>

/** A limit that nobody has come near yet. */
export function createRateLimit(points = REQUESTS_PER_SECOND): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: 1 })
  return async (caller) => {
    try {
      await limiter.consume(caller)
      return null
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
      throw error
    }
  }
}
