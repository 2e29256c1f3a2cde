import { openIfKeyKnown, type ByteBox } from '../secrets/index.ts'
import { listPastChunks, type PastChunk, type PastPlace, type Queryable } from '../store/index.ts'
import { openManifest } from './chunk-manifest.ts'
import type { ManifestEntry } from './manifest.ts'

/** A chunk with who is in it; null where no key of this process opens that. */
export interface OpenedChunk extends PastChunk {
  readonly entries: readonly ManifestEntry[] | null
}

/** Some 3 MB. */
const PAGE_CHUNKS = 100

/** The chunks of a mapping's syncs, opened, those of the newest sync first; a page at a time. */
export async function* readPastPages(
  { db, secrets }: { readonly db: Queryable; readonly secrets: ByteBox },
  mapping: string,
): AsyncGenerator<readonly OpenedChunk[], void, undefined> {
  let after: PastPlace | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof listPastChunks>> = await listPastChunks(db, mapping, {
      after,
      limit: PAGE_CHUNKS,
    })
    if (page.next === null) return
    yield page.chunks.map((chunk) => ({
      ...chunk,
      entries: openIfKeyKnown(() => openManifest(secrets, chunk, chunk.manifest)),
    }))
    after = page.next
  }
}
