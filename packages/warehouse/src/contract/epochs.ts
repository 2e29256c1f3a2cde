import { describe, expect, test } from '@jest/globals'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson } from './people.ts'

/** What a reset forgets, and what it does not. */
export function testEpochs(open: OpenScene): void {
  describe('a mapping in a later epoch', () => {
    test('has every row added again, in its first version, tombstones and groups forgotten', async () => {
      await fillPeople(open(), ['1', 'a'], ['2', 'b'], ['3', 'c'], ['3', 'd'])
      await runSync(open().warehouse)
      await removePerson(open(), '2')
      await runSync(open().warehouse)
      await addPeople(open(), ['2', 'b'])
      const again = await runSync(open().warehouse, { epoch: 2 })
      expect(listDeltas(again)).toEqual([
        ['added', '1', 1],
        ['added', '2', 1],
      ])
      expect(again.summary).toMatchObject({ invalid: 2, known: 1 })
      expect((await runSync(open().warehouse, { epoch: 2 })).summary).toMatchObject({ added: 0, known: 2 })
    })

    test('is looked at as it would be, and forgets nothing by that', async () => {
      await fillPeople(open(), ['1', 'a'], ['2', 'b'], ['3', 'c'], ['3', 'd'], ['8', 'e'])
      await runSync(open().warehouse)
      await removePerson(open(), '2')
      await runSync(open().warehouse)
      await removePerson(open(), '8')
      const { warehouse } = open()
      const request = createStageRequest({ epoch: 2, keepsMemory: true })
      const looked = await stageAndRead(warehouse, request)
      expect(await warehouse.stage(request)).toEqual({ ...looked.summary, generation: 2 })
      await warehouse.discard(request.syncId)
      expect(listDeltas(await stageAndRead(warehouse, createStageRequest()))).toEqual([['deleted', '8', 2]])
      expect(await warehouse.readDelivered(OWNER, ['1', '2'])).toEqual({
        epoch: 1,
        versions: new Map([
          ['1', 1],
          ['2', 2],
        ]),
      })
      const done = await runSync(warehouse, { epoch: 2 })
      expect(looked.invalid).toHaveLength(done.invalid.length)
      expect(listDeltas(looked)).toEqual(listDeltas(done))
      expect(listDeltas(done)).toEqual([
        ['added', '1', 1],
        ['deleted', '8', 1],
      ])
    })

    test('has what went away before it synced deleted', async () => {
      await fillPeople(open(), ['1', 'a'], ['8', 'b'])
      await runSync(open().warehouse)
      await removePerson(open(), '8')
      expect(listDeltas(await runSync(open().warehouse, { epoch: 2 }))).toEqual([
        ['added', '1', 1],
        ['deleted', '8', 1],
      ])
      expect((await runSync(open().warehouse, { epoch: 2 })).staged).toEqual([])
    })

    test('remembers what it did when the first stage of the epoch failed', async () => {
      await fillPeople(open(), ['1', 'a'])
      await runSync(open().warehouse)
      const model = { query: `select cast(name as integer) as id from people`, identifier: 'id' }
      await expect(open().warehouse.stage(createStageRequest({ epoch: 2, model }))).rejects.toMatchObject({
        code: 'query_failed',
      })
      expect(await open().warehouse.listStaged()).toEqual([])
      expect(await open().warehouse.readDelivered(OWNER, ['1'])).toEqual({
        epoch: 1,
        versions: new Map([['1', 1]]),
      })
      expect((await runSync(open().warehouse)).staged).toEqual([])
    })

    test('is not committed to by a sync that was staged before', async () => {
      await fillPeople(open(), ['1', 'a'])
      await runSync(open().warehouse)
      await addPeople(open(), ['5', 'e'])
      const before = createStageRequest()
      await open().warehouse.stage(before)
      await open().warehouse.stage(createStageRequest({ epoch: 2 }))
      await expect(open().warehouse.commit(before)).rejects.toMatchObject({
        code: 'staged_rows_lost',
        message: expect.stringContaining('of epoch 1, the mapping was reset to 2'),
      })
      expect(await open().warehouse.readDelivered(OWNER, ['1', '5'])).toEqual({
        epoch: 2,
        versions: new Map(),
      })
    })

    test('is what a sync goes on in whose control database is older', async () => {
      await fillPeople(open(), ['1', 'a'])
      await runSync(open().warehouse, { epoch: 3 })
      await addPeople(open(), ['4', 'd'])
      const memory = { epoch: 2, generation: 0, order: null }
      const again = await runSync(open().warehouse, { memory })
      expect(again.summary).toMatchObject({ epoch: 3, added: 1, updated: 0 })
    })
  })
}
