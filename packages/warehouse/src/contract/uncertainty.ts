import { beforeEach, describe, expect, test } from '@jest/globals'
import type { ManifestRow, StagedRow, StageRequest } from '../port.ts'
import { once } from '../testing/once.ts'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson } from './people.ts'

/** What is remembered of syncs that ended before they were committed: in doubt, or by their manifest. */
export function testUncertainty(open: OpenScene): void {
  // A person's plan stands in the column of their name.
  const set = async (id: string, name: string): Promise<void> => {
    await removePerson(open(), id)
    await addPeople(open(), [id, name])
  }
  const remove = (id: string): Promise<void> => removePerson(open(), id)

  describe('a sync that ended before it was committed:', () => {
    beforeEach(() => fillPeople(open(), ['1', 'a'], ['2', 'a'], ['3', 'a']))

    /** Two ways in which a sync may die after all it staged may have gone out: with its staged table, or without. */
    const DEATHS: readonly [
      string,
      (request: StageRequest, staged: readonly StagedRow[]) => Promise<unknown>,
    ][] = [
      [
        'its staged rows are there',
        (request, staged) =>
          open().warehouse.commit({ ...request, only: [], inDoubt: [{ fromSeq: 1, toSeq: staged.length }] }),
      ],
      [
        'its staged rows are gone',
        async (request, staged) => {
          await open().warehouse.discard(request.syncId)
          const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
          await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
        },
      ],
    ]

    describe.each(DEATHS)('after a sync that may have gone out, when %s,', (_name, die) => {
      const leaveInDoubt = async (): Promise<readonly StagedRow[]> => {
        const request = createStageRequest()
        const { staged } = await stageAndRead(open().warehouse, request)
        await die(request, staged)
        return staged
      }

      test('what has not changed since is staged again just as it was', async () => {
        await runSync(open().warehouse)
        await set('1', 'b')
        await set('4', 'a')
        await remove('3')
        const before = await leaveInDoubt()
        const { staged } = await runSync(open().warehouse)
        const bySeq = (rows: readonly StagedRow[]) =>
          rows.map((row) => ({ ...row, seq: 0 })).toSorted((a, b) => a.recordId.localeCompare(b.recordId))
        expect(bySeq(staged)).toEqual(bySeq(before))
        expect((await runSync(open().warehouse)).staged).toEqual([])
      })

      test('what has changed since has a version of its own, also when it is as it was before', async () => {
        await runSync(open().warehouse)
        await set('1', 'b')
        await set('2', 'b')
        await set('4', 'a')
        await set('5', 'a')
        await remove('3')
        await leaveInDoubt()
        await set('1', 'a')
        await set('2', 'c')
        await set('3', 'a')
        await set('4', 'b')
        await remove('5')
        expect(listDeltas(await runSync(open().warehouse))).toEqual([
          ['updated', '1', 3],
          ['updated', '2', 3],
          ['updated', '3', 3],
          ['added', '4', 2],
          ['deleted', '5', 2],
        ])
        expect((await runSync(open().warehouse)).staged).toEqual([])
      })

      test('a version that was in doubt before is never given to another content', async () => {
        await set('1', 'b')
        await leaveInDoubt()
        await set('1', 'c')
        const second = await leaveInDoubt()
        await set('1', 'b')
        const third = await runSync(open().warehouse)
        const versionOf = (staged: readonly StagedRow[]) =>
          staged.find(({ recordId }) => recordId === '1')?.version
        expect([versionOf(second), versionOf(third.staged)]).toEqual([2, 3])
      })
    })

    describe('rows that are remembered without their staged rows', () => {
      test('are what became of them: delivered, dead or kept back', async () => {
        const request = createStageRequest()
        const { staged } = await stageAndRead(open().warehouse, request)
        await open().warehouse.discard(request.syncId)
        const ends = { '1': 'delivered', '2': 'dead', '3': 'kept back' } as const
        const rows = staged.map((row): ManifestRow => ({
          ...row,
          end: ends[row.recordId as keyof typeof ends],
        }))
        await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
        await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
        expect((await runSync(open().warehouse)).staged).toEqual([])
        expect(await open().warehouse.readDelivered(OWNER, ['1', '2', '3'])).toMatchObject({
          versions: new Map([['1', 1]]),
        })
        expect(await open().warehouse.countRecords(OWNER)).toEqual({ sent: 2, keptBack: 1 })
      })

      test('of another epoch say which records there may be', async () => {
        const request = createStageRequest()
        const { staged } = await stageAndRead(open().warehouse, request)
        await open().warehouse.discard(request.syncId)
        await runSync(open().warehouse, {
          epoch: 2,
          model: { query: 'select * from people limit 0', identifier: 'id' },
        })
        const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
        await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
        await remove('3')
        expect(listDeltas(await runSync(open().warehouse, { epoch: 2 }))).toEqual([
          ['added', '1', 1],
          ['added', '2', 1],
          ['deleted', '3', 1],
        ])
      })

      test('are not taken back by an older version', async () => {
        const request = createStageRequest()
        const { staged } = await stageAndRead(open().warehouse, request)
        await open().warehouse.discard(request.syncId)
        await runSync(open().warehouse)
        await set('1', 'b')
        await runSync(open().warehouse)
        const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
        await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
        expect((await runSync(open().warehouse)).staged).toEqual([])
      })
    })
  })
}
