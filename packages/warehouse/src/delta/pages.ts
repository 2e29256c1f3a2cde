import type { StagedRange } from '../port.ts'

/**
 * Pages of rows in `seq` order, one after the other, from a way to read one: `readPage` gives
 * the next rows of a range, and none at its end. For warehouses that find a page along an index.
 */
export async function* readPages<Row extends { readonly seq: number }>(
  { afterSeq, ...range }: StagedRange,
  readPage: (range: StagedRange) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[], void, undefined> {
  let position = afterSeq
  while (range.toSeq === undefined || position < range.toSeq) {
    const rows = await readPage({ ...range, afterSeq: position })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    position = last.seq
  }
}
