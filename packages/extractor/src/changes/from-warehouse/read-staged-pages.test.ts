import { expect, test } from '@jest/globals'
import type { SyncRecord } from '@sluice/shared/store'
import type { SyncDeps } from '../../sync-deps.ts'
import { readStagedPages } from './read-staged-pages.ts'

const SYNC = { id: 'a-sync', lastSeq: 9, plan: { model: { source: 'w' } } } as SyncRecord

/** The positions that are read of a sync of nine rows, of which the warehouse still has these pages. */
async function read(pages: readonly (readonly number[])[], afterSeq: number): Promise<readonly number[]> {
  const warehouse = {
    async *readStaged(_sync: string, range: { readonly afterSeq: number }) {
      for (const page of pages) {
        const rows = page.filter((seq) => seq > range.afterSeq).map((seq) => ({ seq }))
        if (rows.length > 0) yield rows
      }
    },
  }
  const deps = { warehouses: { open: async () => warehouse } } as unknown as SyncDeps
  const seqs: number[] = []
  for await (const { to, rows } of readStagedPages(deps, SYNC, { afterSeq, toSeq: 9 })) {
    expect(to).toBe('map')
    seqs.push(...rows.map(({ seq }) => seq))
  }
  return seqs
}

test('staged rows are read from where an earlier run has stopped', async () => {
  expect(await read([[1, 2, 3, 4], [5, 6, 7, 8], [9]], 3)).toEqual([4, 5, 6, 7, 8, 9])
})

test.each([
  ['none are left', [], 4],
  ['the last are gone', [[4, 5, 6]], 7],
  ['the first is gone', [[5, 6, 7, 8, 9]], 9],
  [
    'one in the middle is gone',
    [
      [4, 5],
      [7, 8, 9],
    ],
    9,
  ],
])('staged rows of which %s are lost', async (_what, pages, missing) => {
  await expect(read(pages, 3)).rejects.toMatchObject({
    code: 'staged_rows_lost',
    message: expect.stringContaining(`before row ${missing} of 9`),
  })
})
