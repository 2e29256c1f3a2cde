import type { RawDelta } from '@sluice/shared/queues'
import type { Chunk } from '@sluice/shared/store'
import type { ByteBox, SecretPlace } from '@sluice/shared/secrets'
import { decodeManifest, encodeManifest, type ManifestEntry } from '../../core/index.ts'

/** Seals who is in a chunk: record ids are values of rows. */
export function sealManifest(secrets: ByteBox, chunk: Chunk, rows: readonly RawDelta[]): Buffer {
  return secrets.sealBytes(encodeManifest(rows), createPlace(chunk))
}

/** What `sealManifest` sealed. */
export function openManifest(secrets: ByteBox, chunk: Chunk, manifest: Buffer): readonly ManifestEntry[] {
  return decodeManifest(secrets.openBytes(manifest, createPlace(chunk)))
}

function createPlace({ sync, chunk }: Chunk): SecretPlace {
  return `letters/manifest/${sync}/${chunk}`
}
