export { GUARDED_FROM_RECORDS, checkDeletes, type ComparedRows } from './check-deletes.ts'
export {
  CHUNK_LIMIT_BYTES,
  CHUNK_LIMIT_ROWS,
  createChunkCutter,
  measureRow,
  type ChunkCutter,
  type ChunkLimits,
  type CuttableRow,
} from './cut-chunks.ts'
export { decodeManifest, encodeManifest, type ManifestEntry } from './manifest.ts'
export { hashSelection } from './hash-selection.ts'
