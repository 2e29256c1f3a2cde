import { describe, expect, test } from '@jest/globals'
import { createStageRequest, listDeltas, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { Mortal, OpenScene } from './engine.ts'
import { fillPeople } from './people.ts'

/**
 * Every place with SLUICE_CONTRACT_FULL=1, as before a release; otherwise one in five keeps a run of all tests short.
 */
const STEP = process.env.SLUICE_CONTRACT_FULL === '1' ? 1 : 5

/** More statements than a stage or a commit takes anywhere: a test that never lives to the end of one fails. */
const STATEMENTS_LIMIT = 200

/** What is left by a process that dies between any two statements. */
export function testDying(open: OpenScene): void {
  describe('a process that dies between any two statements', () => {
    /**
     * Runs work in processes that die later each, until one lives to its end; after how
     * many statements that would have died.
     */
    const dieEverywhere = async (
      work: (mortal: Mortal, mappingId: string) => Promise<unknown>,
      survive: (mappingId: string, died: boolean) => Promise<void>,
    ): Promise<number> => {
      for (let statements = 1; statements < STATEMENTS_LIMIT; statements += STEP) {
        const mappingId = `dying-${statements}`
        await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'])
        await runSync(open().warehouse, { mappingId })
        await fillPeople(open(), ['1', 'Adele'], ['3', 'Cy'], ['4', 'Di'], ['4', 'Don'])
        const mortal = await open().openMortal(statements)
        await work(mortal, mappingId).catch(() => {})
        const died = mortal.isDead()
        await mortal.close()
        await survive(mappingId, died)
        await open().forget(mappingId)
        if (!died) return statements
      }
      throw new Error('no process lived to the end')
    }
    const expectWhole = async (syncId: string, mappingId: string): Promise<void> => {
      const request = createStageRequest({ syncId, mappingId })
      const result = await stageAndRead(open().warehouse, request)
      expect(listDeltas(result)).toEqual([
        ['updated', '1', 2],
        ['deleted', '2', 2],
        ['added', '3', 1],
      ])
      expect(result.invalid.map(({ recordId }) => recordId)).toEqual(['4', '4'])
    }
    const { syncId } = createStageRequest()

    test('of a stage leaves all that it staged, or nothing', async () => {
      const lived = await dieEverywhere(
        (mortal, mappingId) => mortal.warehouse.stage(createStageRequest({ syncId, mappingId })),
        async (mappingId) => {
          await expectWhole(syncId, mappingId)
          await open().warehouse.commit(createStageRequest({ syncId, mappingId }))
          expect((await runSync(open().warehouse, { mappingId })).summary).toMatchObject({
            toDeliver: 0,
            invalid: 0,
          })
        },
      )
      expect(lived).toBeGreaterThan(3)
    })

    test('of a commit has committed all, or nothing', async () => {
      const lived = await dieEverywhere(
        async (mortal, mappingId) => {
          await open().warehouse.stage(createStageRequest({ syncId, mappingId }))
          await mortal.warehouse.commit(createStageRequest({ syncId, mappingId }))
        },
        async (mappingId) => {
          const owner = createStageRequest({ syncId, mappingId })
          const { versions } = await open().warehouse.readDelivered(owner, ['1', '2', '3'])
          const before = { '1': 1, '2': 1 }
          const after = { '1': 2, '2': 2, '3': 1 }
          expect([before, after]).toContainEqual(Object.fromEntries(versions))
          await open().warehouse.commit(owner)
          const committed = await open().warehouse.readDelivered(owner, ['1', '2', '3'])
          expect(Object.fromEntries(committed.versions)).toEqual(after)
          expect((await runSync(open().warehouse, { mappingId })).summary.toDeliver).toBe(0)
        },
      )
      expect(lived).toBeGreaterThan(3)
    })
  })
}
