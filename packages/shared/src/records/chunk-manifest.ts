import type { ByteBox, SecretPlace } from '../secrets/index.ts'
import type { Chunk } from '../store/index.ts'
import { decodeManifest, encodeManifest, mayHold, type ManifestEntry } from './manifest.ts'

/** What tells one chunk from every other. */
type ChunkKey = Pick<Chunk, 'sync' | 'chunk'>

/** Seals who is in a chunk: record ids are values of rows. */
export function sealManifest(secrets: ByteBox, chunk: ChunkKey, rows: readonly ManifestEntry[]): Buffer {
  return secrets.sealBytes(encodeManifest(rows), createPlace(chunk))
}

/** What `sealManifest` sealed; nothing where one record is looked for, and it is not in there. */
export function openManifest(
  secrets: ByteBox,
  chunk: ChunkKey,
  manifest: Buffer,
  recordId: string | null = null,
): readonly ManifestEntry[] {
  const bytes = secrets.openBytes(manifest, createPlace(chunk))
  return recordId === null || mayHold(bytes, recordId) ? decodeManifest(bytes) : []
}

function createPlace({ sync, chunk }: ChunkKey): SecretPlace {
  return `letters/manifest/${sync}/${chunk}`
}
