import { NO_SIZE_LIMIT, lowerSizeLimit, raiseSizeLimit, type SizeLimit } from './core/index.ts'
import type { Target } from './target.ts'

/** What this process has learnt of the size of requests that pass, for each target. */
export interface Sizes {
  /** How many bytes the next body may have. */
  read(target: Target): number
  refused(target: Target, bytes: number): void
  passed(target: Target, bytes: number): void
}

/** Sizes in memory: nothing is known of a target before a request to it is too large for something on the way. */
export function createSizes(): Sizes {
  const limits = new Map<string, SizeLimit>()
  return {
    read: ({ id }) => limits.get(id)?.bytes ?? NO_SIZE_LIMIT.bytes,
    refused({ id }, bytes) {
      limits.set(id, lowerSizeLimit(limits.get(id) ?? NO_SIZE_LIMIT, bytes))
    },
    passed({ id }, bytes) {
      const known = limits.get(id)
      if (known !== undefined) limits.set(id, raiseSizeLimit(known, bytes))
    },
  }
}
