import { openIfKeyKnown, type ByteBox } from '../secrets/index.ts'
import { listPastChunks, listPastPlaces, type PastChunk, type Queryable } from '../store/index.ts'
import { openManifest } from './chunk-manifest.ts'
import type { ManifestEntry } from './manifest.ts'

/** A chunk with who is in it; none where no key of this process opens that, or the one who is looked for is not. */
export interface OpenedChunk extends PastChunk {
  readonly entries: readonly ManifestEntry[]
}

/** Some 3 MB. */
const PAGE_CHUNKS = 100

/**
 * The chunks of a mapping's syncs, opened, those of the newest sync first; a page at a time. Where one record is looked
 * for, a chunk without it is not taken apart.
 */
export async function* readPastPages(
  { db, secrets }: { readonly db: Queryable; readonly secrets: ByteBox },
  mapping: string,
  recordId: string | null = null,
): AsyncGenerator<readonly OpenedChunk[], void, undefined> {
  const places = await listPastPlaces(db, mapping)
  for (let from = 0; from < places.length; from += PAGE_CHUNKS) {
    const chunks = await listPastChunks(db, places.slice(from, from + PAGE_CHUNKS))
    yield chunks.map((chunk) => ({
      ...chunk,
      entries: openIfKeyKnown(() => openManifest(secrets, chunk, chunk.manifest, recordId)) ?? [],
    }))
  }
}
