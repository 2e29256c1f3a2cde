export { GUARDED_FROM_RECORDS, checkDeletes, type ComparedRows } from './check-deletes.ts'
export { checkUpdates } from './check-updates.ts'
export {
  CHUNK_LIMIT_BYTES,
  CHUNK_LIMIT_ROWS,
  createChunkCutter,
  measureRow,
  type ChunkCutter,
  type ChunkLimits,
  type CuttableRow,
} from './cut-chunks.ts'
export { findMissingColumns } from './find-missing-columns.ts'
