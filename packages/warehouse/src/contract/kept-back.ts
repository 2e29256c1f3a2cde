import { beforeEach, describe, expect, test } from '@jest/globals'
import type { StageRequest } from '../port.ts'
import { once } from '../testing/once.ts'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson } from './people.ts'

/** What becomes of rows that a filter or a trigger keeps back. */
export function testKeptBack(open: OpenScene): void {
  // A person's plan stands in the column of their name.
  const set = async (id: string, name: string): Promise<void> => {
    await removePerson(open(), id)
    await addPeople(open(), [id, name])
  }
  const remove = (id: string): Promise<void> => removePerson(open(), id)

  describe('what the filter or the trigger keeps back', () => {
    beforeEach(() => fillPeople(open(), ['1', 'a'], ['2', 'a'], ['3', 'a']))

    const commitWith = async (keptBack: readonly string[], changes: Partial<StageRequest> = {}) => {
      const request = createStageRequest(changes)
      const { staged } = await stageAndRead(open().warehouse, request)
      const seqs = staged.filter(({ recordId }) => keptBack.includes(recordId)).map(({ seq }) => seq)
      await open().warehouse.commit({ ...request, keptBack: once(seqs) })
    }

    test('is staged again when they change, and only then', async () => {
      await commitWith(['1', '2'])
      expect((await runSync(open().warehouse)).staged).toEqual([])
      await set('2', 'b')
      expect(listDeltas(await runSync(open().warehouse, { selection: 'other' }))).toEqual([
        ['added', '1', 2],
        ['added', '2', 2],
      ])
      expect((await runSync(open().warehouse, { selection: 'third' })).staged).toEqual([])
    })

    test('is an update of a record that went out before', async () => {
      await runSync(open().warehouse)
      await set('1', 'b')
      await commitWith(['1'])
      expect(listDeltas(await runSync(open().warehouse, { selection: 'other' }))).toEqual([
        ['updated', '1', 3],
      ])
    })

    test('is still added when it was kept back in each version', async () => {
      await commitWith(['1'])
      await set('1', 'b')
      await commitWith(['1'])
      expect(listDeltas(await runSync(open().warehouse, { selection: 'other' }))).toEqual([['added', '1', 3]])
    })

    test('by a trigger goes when the trigger asks for it, deletes too', async () => {
      await runSync(open().warehouse, { trigger: ['added'] })
      await set('1', 'b')
      await remove('2')
      await runSync(open().warehouse, { trigger: ['added'] })
      expect(await open().warehouse.countRecords(OWNER)).toEqual({ sent: 1, keptBack: 2 })
      expect(listDeltas(await runSync(open().warehouse, { selection: 'other' }))).toEqual([
        ['updated', '1', 3],
        ['deleted', '2', 3],
      ])
      expect(await open().warehouse.countRecords(OWNER)).toEqual({ sent: 2, keptBack: 0 })
    })

    test('is nothing to be deleted when nobody has ever heard of it', async () => {
      await commitWith(['1'])
      await remove('1')
      await runSync(open().warehouse, { trigger: ['added'] })
      expect((await runSync(open().warehouse, { selection: 'other' })).staged).toEqual([])
    })

    test('is taken as sent by a baseline', async () => {
      const request = createStageRequest({ trigger: [] })
      await open().warehouse.stage(request)
      await open().warehouse.commit({ ...request, isBaseline: true })
      expect((await runSync(open().warehouse, { selection: 'other' })).staged).toEqual([])
    })
  })
}
