import type { ByteBox, SecretPlace } from '../secrets/index.ts'
import type { Chunk } from '../store/index.ts'
import { decodeManifest, encodeManifest, type ManifestEntry } from './manifest.ts'

/** What tells one chunk from every other. */
type ChunkKey = Pick<Chunk, 'sync' | 'chunk'>

/** Seals who is in a chunk: record ids are values of rows. */
export function sealManifest(secrets: ByteBox, chunk: ChunkKey, rows: readonly ManifestEntry[]): Buffer {
  return secrets.sealBytes(encodeManifest(rows), createPlace(chunk))
}

/** What `sealManifest` sealed. */
export function openManifest(secrets: ByteBox, chunk: ChunkKey, manifest: Buffer): readonly ManifestEntry[] {
  return decodeManifest(secrets.openBytes(manifest, createPlace(chunk)))
}

function createPlace({ sync, chunk }: ChunkKey): SecretPlace {
  return `letters/manifest/${sync}/${chunk}`
}
