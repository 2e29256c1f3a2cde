import { type Bucket, takeToken } from './take-token.ts'

/** Counts requests per write key against a rate; without a rate it lets everything pass. */
export class RateLimiter {
  readonly #requestsPerSecond: number | undefined
  readonly #buckets = new Map<string, Bucket>()

  constructor(requestsPerSecond: number | undefined) {
    this.#requestsPerSecond = requestsPerSecond
  }

  /** 0 if the request may pass, else the whole seconds until the next of this key may. */
  take(writeKey: string, nowMs: number): number {
    if (this.#requestsPerSecond === undefined) return 0
    const { bucket, waitMs } = takeToken(this.#buckets.get(writeKey), nowMs, this.#requestsPerSecond)
    this.#buckets.set(writeKey, bucket)
    return Math.ceil(waitMs / 1000)
  }

  clear(): void {
    this.#buckets.clear()
  }
}
