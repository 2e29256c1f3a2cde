import { expect, test } from '@jest/globals'
import type { StagedRange } from '../port.ts'
import { readPages } from './pages.ts'

const readFrom =
  (rows: number, asked: number[] = []) =>
  async ({ afterSeq, toSeq = rows, limit }: StagedRange) => {
    asked.push(afterSeq)
    const last = Math.min(toSeq, rows, afterSeq + limit)
    return Array.from({ length: Math.max(0, last - afterSeq) }, (_, index) => ({ seq: afterSeq + index + 1 }))
  }

async function listSeqs(range: StagedRange, rows: number): Promise<number[][]> {
  const pages: number[][] = []
  for await (const page of readPages(range, readFrom(rows))) pages.push(page.map(({ seq }) => seq))
  return pages
}

test('pages follow each other to the last row, or to the one they are told to', async () => {
  expect(await listSeqs({ afterSeq: 0, limit: 2 }, 5)).toEqual([[1, 2], [3, 4], [5]])
  expect(await listSeqs({ afterSeq: 1, toSeq: 4, limit: 2 }, 5)).toEqual([[2, 3], [4]])
  expect(await listSeqs({ afterSeq: 5, limit: 2 }, 5)).toEqual([])
  expect(await listSeqs({ afterSeq: 4, toSeq: 4, limit: 2 }, 5)).toEqual([])
})

test('no page is read before it is asked for, nor after the last that is wanted', async () => {
  const asked: number[] = []
  for await (const page of readPages({ afterSeq: 0, limit: 2 }, readFrom(5, asked)))
    if (page.some(({ seq }) => seq === 4)) break
  expect(asked).toEqual([0, 2])
})
