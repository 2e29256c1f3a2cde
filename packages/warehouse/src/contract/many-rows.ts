import { describe, expect, test } from '@jest/globals'
import { createStageRequest } from '../testing/run-sync.ts'
import type { Engine, OpenScene } from './engine.ts'

/** As many as keep a run of all tests short; SLUICE_CONTRACT_ROWS=1000000 is what is run before a release. */
const ROWS = Number(process.env.SLUICE_CONTRACT_ROWS ?? 30_000)
const PAGE_ROWS = 2_000
const CHANGED = 100

/** That a large model is staged, read and committed, a page in memory at a time. */
export function testManyRows(engine: Engine, open: OpenScene): void {
  describe('many rows', () => {
    test('are staged and read a page at a time, and only what has changed after that', async () => {
      const mappingId = 'many'
      const model = (changed: number) => ({
        query: `select n as id, repeat('x', 20) as filler, case when n <= ${changed} then 'b' else 'a' end as plan from ${engine.numbers(ROWS)} as numbers`,
        identifier: 'id',
      })
      const first = createStageRequest({ mappingId, model: model(0) })
      expect(await open().warehouse.stage(first)).toMatchObject({ added: ROWS, lastSeq: ROWS })
      let position = 0
      const ids = new Set<string>()
      for await (const page of open().warehouse.readStaged(first.syncId, { afterSeq: 0, limit: PAGE_ROWS })) {
        expect(page.length).toBeLessThanOrEqual(PAGE_ROWS)
        expect(page[0]?.seq).toBe(position + 1)
        for (const { recordId } of page) ids.add(recordId)
        position += page.length
      }
      expect([position, ids.size]).toEqual([ROWS, ROWS])
      await open().warehouse.commit(first)

      const second = createStageRequest({ mappingId, model: model(CHANGED) })
      expect(await open().warehouse.stage(second)).toMatchObject({
        added: 0,
        updated: CHANGED,
        deleted: 0,
        lastSeq: CHANGED,
        known: ROWS,
      })
      await open().warehouse.commit(second)
      expect(await open().warehouse.countRecords(second)).toEqual({ sent: ROWS, keptBack: 0 })
      await open().forget(mappingId)
    })
  })
}
