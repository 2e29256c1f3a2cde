export {
  CHUNK_LIMIT_BYTES,
  CHUNK_LIMIT_ROWS,
  createChunkCutter,
  measureRow,
  type ChunkCutter,
  type ChunkLimits,
  type CuttableRow,
} from './cut-chunks.ts'
