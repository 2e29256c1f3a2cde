export {
  BATCH_LIMITS,
  DEFAULT_BUDGET,
  ENVELOPE_BYTES,
  SEPARATOR_BYTES,
  combineCeilings,
  countBodyBytes,
  createBatchBody,
  limitBatches,
  packBatches,
  type BatchLimits,
  type Budget,
} from './packing/index.ts'
export { bisect } from './bisect.ts'
export { judgeRun, listMayGo, type ChunkCalls } from './calls-of-chunk.ts'
export { classifyResponse, type Verdict } from './classify-response.ts'
export { createOutcome } from './create-outcome.ts'
export type { DecidedOutcome, EventOutcome, UndecidedOutcome } from './event-outcome.ts'
export { planDeferral } from './plan-deferral.ts'
export { advanceProgress } from './progress.ts'
export { readHoldMs } from './read-hold-ms.ts'
export { NO_SIZE_LIMIT, lowerSizeLimit, raiseSizeLimit, type SizeLimit } from './size-limit.ts'
