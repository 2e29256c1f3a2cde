export { ENVELOPE_BYTES, SEPARATOR_BYTES, countBodyBytes, createBatchBody } from './batch-body.ts'
export { DEFAULT_BUDGET, combineCeilings, type Budget } from './budget.ts'
export { BATCH_LIMITS, limitBatches, packBatches, type BatchLimits } from './pack-batches.ts'
