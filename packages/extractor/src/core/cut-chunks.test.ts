import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHUNK_LIMIT_BYTES, CHUNK_LIMIT_ROWS, createChunkCutter, measureRow } from './cut-chunks.ts'

interface TestRow {
  readonly seq: number
  readonly recordId: string
  readonly row: string
}

const anyPages = fc
  .array(fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), fc.nat(600)), { maxLength: 20 }))
  .map((pages) => {
    let seq = 0
    return pages.map((page) =>
      page.map(([recordId, size]): TestRow => ({ seq: (seq += 1), recordId, row: 'é'.repeat(size) })),
    )
  })
const anyLimits = fc.record({
  rows: fc.integer({ min: 1, max: 10 }),
  bytes: fc.integer({ min: 1, max: 4_000 }),
})

function cut(
  pages: readonly (readonly TestRow[])[],
  limits?: { readonly rows: number; readonly bytes: number },
): (readonly TestRow[])[] {
  const cutter = createChunkCutter<TestRow>(limits)
  const chunks = pages.flatMap((page) => cutter.push(page))
  const rest = cutter.flush()
  return rest.length > 0 ? [...chunks, rest] : chunks
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

describe('cutting rows into chunks', () => {
  test('loses nothing, doubles nothing and keeps the order', () => {
    fc.assert(
      fc.property(anyPages, anyLimits, (pages, limits) => {
        expect(cut(pages, limits).flat()).toEqual(pages.flat())
      }),
    )
  })

  test('keeps both limits, except for a row that is alone larger than the bytes', () => {
    fc.assert(
      fc.property(anyPages, anyLimits, (pages, limits) => {
        for (const chunk of cut(pages, limits)) {
          expect(chunk.length).toBeGreaterThan(0)
          expect(chunk.length).toBeLessThanOrEqual(limits.rows)
          expect(chunk.length === 1 || sum(chunk.map(measureRow)) <= limits.bytes).toBe(true)
        }
      }),
    )
  })

  test('fills every chunk: the first row of the next would not have fitted', () => {
    fc.assert(
      fc.property(anyPages, anyLimits, (pages, limits) => {
        const chunks = cut(pages, limits)
        for (const [index, chunk] of chunks.entries()) {
          const next = chunks[index + 1]?.[0]
          if (next === undefined) continue
          const isFull = chunk.length === limits.rows
          expect(isFull || sum(chunk.map(measureRow)) + measureRow(next) > limits.bytes).toBe(true)
        }
      }),
    )
  })

  test('does not depend on where the pages end', () => {
    fc.assert(
      fc.property(anyPages, anyLimits, (pages, limits) => {
        expect(cut(pages, limits)).toEqual(cut([pages.flat()], limits))
      }),
    )
  })

  test('stops at 1,000 rows or 400,000 bytes unless told otherwise', () => {
    const small = Array.from({ length: 2_001 }, (_, index) => ({ seq: index, recordId: '', row: '{}' }))
    const large = Array.from({ length: 5 }, (_, index) => ({
      seq: index,
      recordId: '',
      row: 'x'.repeat(150_000),
    }))
    expect([CHUNK_LIMIT_ROWS, CHUNK_LIMIT_BYTES]).toEqual([1_000, 400_000])
    expect(cut([small]).map((chunk) => chunk.length)).toEqual([1_000, 1_000, 1])
    expect(cut([large]).map((chunk) => chunk.length)).toEqual([2, 2, 1])
  })

  test('gives an empty rest where nothing was begun', () => {
    expect(createChunkCutter().flush()).toEqual([])
  })
})
