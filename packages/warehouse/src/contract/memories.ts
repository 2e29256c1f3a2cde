import { beforeEach, describe, expect, test } from '@jest/globals'
import { createStageRequest, listDeltas, OWNER, runSync } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson } from './people.ts'

/** That a memory which was restored or dropped is noticed, and a column that has gone. */
export function testMemories(open: OpenScene): void {
  // A person's plan stands in the column of their name.
  const set = async (id: string, name: string): Promise<void> => {
    await removePerson(open(), id)
    await addPeople(open(), [id, name])
  }

  describe('a memory that is older than it should be', () => {
    beforeEach(() => fillPeople(open(), ['1', 'a'], ['2', 'a'], ['3', 'a']))

    const expecting = (generation: number) => ({ memory: { epoch: 1, generation, order: null } })

    test('is refused before anything is staged, with the ways on', async () => {
      const first = createStageRequest()
      await open().warehouse.stage(first)
      expect(await open().warehouse.commit(first)).toMatchObject({ epoch: 1, generation: 1 })
      await runSync(open().warehouse, expecting(1))
      await expect(open().warehouse.stage(createStageRequest(expecting(3)))).rejects.toMatchObject({
        code: 'warehouse_state_outdated',
        message: expect.stringMatching(
          /is as it was 1 change ago.*a reset of mapping people-identify .*a baseline/,
        ),
      })
      await open().forget(OWNER.mappingId)
      await expect(open().warehouse.stage(createStageRequest(expecting(2)))).rejects.toMatchObject({
        code: 'warehouse_state_outdated',
        message: expect.stringContaining('remembers nothing'),
      })
      expect(await open().warehouse.listStaged()).toEqual([])
    })

    test('is not committed to by a sync that was staged before it was restored', async () => {
      await runSync(open().warehouse)
      const request = createStageRequest(expecting(1))
      await open().warehouse.stage(request)
      await expect(open().warehouse.commit({ ...request, generation: 2 })).rejects.toMatchObject({
        code: 'warehouse_state_outdated',
      })
      await open().warehouse.discard(request.syncId)
    })

    test('is forgotten by a reset, and is then as old as it should be', async () => {
      await runSync(open().warehouse)
      const memory = { epoch: 9, generation: 5, order: 'reset' } as const
      const again = await runSync(open().warehouse, { memory })
      expect(listDeltas(again)).toEqual([
        ['added', '1', 1],
        ['added', '2', 1],
        ['added', '3', 1],
      ])
      expect((await runSync(open().warehouse, { memory: { ...memory, order: null } })).staged).toEqual([])
    })

    test('is taken by a baseline, which goes on in an epoch of its own', async () => {
      await runSync(open().warehouse)
      await set('1', 'b')
      const request = createStageRequest({
        trigger: [],
        memory: { epoch: 9, generation: 5, order: 'baseline' },
      })
      expect(await open().warehouse.stage(request)).toMatchObject({ epoch: 9, updated: 1, skipped: 1 })
      expect(await open().warehouse.commit({ ...request, isBaseline: true })).toMatchObject({ epoch: 9 })
      expect(await open().warehouse.readDelivered(OWNER, ['1', '2'])).toEqual({
        epoch: 9,
        versions: new Map(),
      })
      expect((await runSync(open().warehouse)).staged).toEqual([])
    })
  })

  describe('a column that the mapping reads and the model has no more', () => {
    beforeEach(() => fillPeople(open(), ['1', 'a'], ['2', 'a'], ['3', 'a']))

    const without = { query: 'select id from people', identifier: 'id' }
    const reading = (columns: readonly string[] | 'all') => ({
      model: without,
      listColumnsRead: async () => columns,
    })

    test.each<[string, readonly string[] | 'all']>([
      ['by name', ['name']],
      ['as a part of the whole row', 'all'],
    ])('stops the sync before anything is sent when it is read %s', async (_name, columns) => {
      await runSync(open().warehouse)
      await expect(open().warehouse.stage(createStageRequest(reading(columns)))).rejects.toMatchObject({
        code: 'model_changed',
        message: expect.stringMatching(/^model people has no column name any more/),
      })
      expect(await open().warehouse.listStaged()).toEqual([])
    })

    test('is nothing when nobody reads it, and from then on', async () => {
      await runSync(open().warehouse)
      expect((await runSync(open().warehouse, reading(['id']))).summary.updated).toBe(3)
      expect((await runSync(open().warehouse, reading('all'))).staged).toEqual([])
    })
  })
}
