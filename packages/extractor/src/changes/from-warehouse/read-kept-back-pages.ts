import { readKeptBack, type Queryable } from '@sluice/shared/store'

/** So many chunks hold at most as many rows as a statement should name. */
const PAGE_CHUNKS = 50

/** The positions of a sync's rows that its filter kept back, a page at a time. */
export async function* readKeptBackPages(
  db: Queryable,
  sync: string,
): AsyncGenerator<readonly number[], void, undefined> {
  let afterChunk = 0
  for (;;) {
    const page = await readKeptBack(db, sync, { afterChunk, chunks: PAGE_CHUNKS })
    if (page === null) return
    yield page.seqs
    afterChunk = page.lastChunk
  }
}
