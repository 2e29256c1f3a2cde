import { openManifest } from '@sluice/shared/records'
import { listDeadSeqs, readKeptBack, readKeptChunk } from '@sluice/shared/store'
import type { SyncDeps } from '../../sync-deps.ts'
import type { ManifestRow } from '@sluice/warehouse/port'
import type { PlacedRow } from '../sync-log/log-lost-rows.ts'

/**
 * What was written down of the chunks of a sync whose staged rows are gone, and what
 * became of each of their rows; a chunk at a time.
 */
export async function* readManifestRows(
  { db, secrets }: Pick<SyncDeps, 'db' | 'secrets'>,
  sync: string,
): AsyncGenerator<readonly PlacedRow[], void, undefined> {
  const dead = new Set(await listDeadSeqs(db, sync))
  let afterChunk = 0
  for (;;) {
    const chunk = await readKeptChunk(db, sync, afterChunk)
    if (chunk === null) return
    const kept = await readKeptBack(db, sync, { afterChunk, chunks: 1 })
    const keptBack = new Set(kept?.lastChunk === chunk.chunk ? kept.seqs : [])
    const goneOut = new Set(chunk.goneOut)
    const findEnd = (seq: number): ManifestRow['end'] => {
      if (!chunk.isSettled) return goneOut.has(seq) ? 'delivered' : 'in doubt'
      if (dead.has(seq)) return 'dead'
      return keptBack.has(seq) ? 'kept back' : 'delivered'
    }
    const { manifest } = chunk
    if (manifest !== null) {
      yield openManifest(secrets, chunk, manifest).map((entry, index) => ({
        ...entry,
        seq: chunk.fromSeq + index,
        end: findEnd(chunk.fromSeq + index),
      }))
    }
    afterChunk = chunk.chunk
  }
}
