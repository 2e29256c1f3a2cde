import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const GUESSES_PER_WINDOW = 10
const WINDOW_SECONDS = 60

/** Slows down guessing: so many wrong passwords a minute and address, counted in this process. */
export interface GuessLimit {
  /** How many seconds the address has to wait, or null when it may try. */
  readWaitSeconds(address: string): Promise<number | null>
  recordWrong(address: string): Promise<void>
}

/** No guesses yet. Right passwords are not counted. */
export function createGuessLimit(): GuessLimit {
  const limiter = new RateLimiterMemory({ points: GUESSES_PER_WINDOW, duration: WINDOW_SECONDS })
  return {
    async readWaitSeconds(address) {
      const spent = await limiter.get(address)
      if (spent === null || spent.consumedPoints < GUESSES_PER_WINDOW) return null
      return Math.max(1, Math.ceil(spent.msBeforeNext / 1_000))
    },
    async recordWrong(address) {
      await limiter.consume(address).catch((refusal: unknown) => {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
      })
    },
  }
}
