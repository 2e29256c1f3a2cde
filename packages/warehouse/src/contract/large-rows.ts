import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import { listDeltas, readAll, runSync, stageAndRead, createStageRequest } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'

/** What becomes of rows that are too large, and of many that are nearly so. */
export function testLargeRows(open: OpenScene): void {
  describe('a row that is too large', () => {
    const model = { query: `select id, repeat('x', size) as text from wide`, identifier: 'id' }
    // {"id":1,"text":"…"} has 18 characters beside the text.
    const fits = ROW_LIMIT_BYTES - 18
    const fillWide = async (...rows: readonly (readonly [id: number, size: number])[]): Promise<void> => {
      await open().sql('delete from wide')
      await open().sql(`insert into wide values ${rows.map(([id, size]) => `(${id}, ${size})`).join(', ')}`)
    }
    beforeAll(() => open().sql('create table wide (id integer, size integer)'))
    beforeEach(() => open().sql('delete from wide'))

    test('is a dead letter of its identifier alone, once, and is delivered when it is mended', async () => {
      await fillWide([1, fits + 1], [2, fits])
      const first = await runSync(open().warehouse, { model })
      expect(listDeltas(first)).toEqual([['added', '2', 1]])
      expect(first.invalid.map(({ row, ...rest }) => ({ ...rest, row: JSON.parse(row) as unknown }))).toEqual(
        [
          {
            seq: 2,
            recordId: '1',
            code: 'row_too_large',
            reason: 'the row is larger than 524288 bytes as JSON: select fewer or shorter columns',
            version: 1,
            row: { id: '1' },
          },
        ],
      )
      expect((await runSync(open().warehouse, { model })).summary).toMatchObject({ invalid: 0, toDeliver: 0 })
      await fillWide([1, 5], [2, ROW_LIMIT_BYTES])
      const mended = await runSync(open().warehouse, { model })
      expect(listDeltas(mended)).toEqual([['added', '1', 2]])
      expect(mended.invalid).toMatchObject([{ recordId: '2', code: 'row_too_large', version: 2 }])
      await fillWide([1, 5], [2, 5])
      expect(listDeltas(await runSync(open().warehouse, { model }))).toEqual([['updated', '2', 3]])
    })

    test('is skipped like any other when the trigger does not ask for it', async () => {
      await fillWide([1, ROW_LIMIT_BYTES])
      const trigger = ['updated', 'deleted'] as const
      expect((await runSync(open().warehouse, { model, trigger })).summary).toMatchObject({
        skipped: 1,
        invalid: 0,
      })
    })

    test('that is one of several with an identifier is told as such, without its content', async () => {
      await fillWide([1, ROW_LIMIT_BYTES], [1, 3], [1, ROW_LIMIT_BYTES])
      const { invalid } = await runSync(open().warehouse, { model })
      expect(invalid.map(({ code }) => code)).toEqual(Array(3).fill('identifier_duplicate'))
      const contents = invalid.map(({ row }) => JSON.stringify(JSON.parse(row)))
      expect(contents.toSorted()).toEqual(['{"id":"1"}', '{"id":"1"}', '{"id":1,"text":"xxx"}'])
    })

    test('ends a page when there are more: no page is larger than some megabytes', async () => {
      await fillWide(...Array.from({ length: 12 }, (_, index) => [index, fits - 100] as const))
      const request = createStageRequest({ model })
      expect((await stageAndRead(open().warehouse, request)).staged).toHaveLength(12)
      for await (const page of open().warehouse.readStaged(request.syncId, { afterSeq: 0, limit: 100 }))
        expect(page.length).toBeLessThan(12)
      const rest = await readAll(open().warehouse.readStaged(request.syncId, { afterSeq: 9, limit: 100 }))
      expect(rest.map(({ seq }) => seq)).toEqual([10, 11, 12])
    })
  })
}
