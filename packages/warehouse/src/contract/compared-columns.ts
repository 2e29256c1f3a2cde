import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { ManifestRow, StagedRow, StageRequest } from '../port.ts'
import { once } from '../testing/once.ts'
import {
  createStageRequest,
  listDeltas,
  OWNER,
  runSync,
  stageAndRead,
  type StageChanges,
} from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'

const MODEL = { query: 'select id, name, note from guests', identifier: 'id' }
const NAME: StageChanges = { model: MODEL, compared: ['name'] }
const BOTH: StageChanges = { model: MODEL, compared: ['note', 'name'] }
const ALL: StageChanges = { model: MODEL, compared: 'all' }

/** What counts as a change of a row, and what becomes of it when other columns begin to count. */
export function testComparedColumns(open: OpenScene): void {
  const fill = (...guests: readonly (readonly [id: string, name: string, note: string])[]) =>
    open().sql(
      `delete from guests; insert into guests values ${guests.map((values) => `('${values.join("', '")}')`).join(', ')}`,
    )
  const set = (id: string, column: 'name' | 'note', value: string) =>
    open().sql(`update guests set ${column} = '${value}' where id = '${id}'`)

  describe('of the columns of a model', () => {
    beforeAll(() => open().sql('create table guests (id varchar(9), name varchar(9), note varchar(9))'))
    beforeEach(() => fill(['1', 'a', 'x'], ['2', 'a', 'x'], ['3', 'a', 'x'], ['4', 'a', 'x']))

    test('those that count are staged, with the identifier, and make a row a changed one', async () => {
      const { staged } = await runSync(open().warehouse, NAME)
      expect(JSON.parse(staged[0]?.row ?? '')).toEqual({ id: '1', name: 'a' })
      await set('1', 'note', 'y')
      await set('2', 'name', 'b')
      await open().sql(`delete from guests where id = '4'`)
      const second = await runSync(open().warehouse, NAME)
      expect(listDeltas(second)).toEqual([
        ['updated', '2', 2],
        ['deleted', '4', 2],
      ])
      expect(second.staged.map(({ row }) => JSON.parse(row))).toContainEqual({ id: null, name: null })
    })

    test.each<[string, StageChanges, StageChanges, readonly string[]]>([
      ['begin', NAME, BOTH, ['2']],
      ['begin since all of them count', NAME, ALL, ['2']],
      ['stop', BOTH, NAME, ['1', '2']],
      ['stop since no longer all of them count', ALL, NAME, ['1', '2']],
    ])(
      'some %s to count: what has changed before is found once, and nothing else',
      async (_name, before, after, found) => {
        await runSync(open().warehouse, before)
        await set('1', 'note', 'y')
        await set('2', 'name', 'b')
        expect(listDeltas(await runSync(open().warehouse, after))).toEqual(
          found.map((id) => ['updated', id, 2]),
        )
        expect((await runSync(open().warehouse, after)).staged).toEqual([])
        await set('3', 'note', 'z')
        const { staged } = await runSync(open().warehouse, after)
        expect(staged.map(({ recordId }) => recordId)).toEqual(after === NAME ? [] : ['3'])
        await set('3', 'name', 'c')
        expect((await runSync(open().warehouse, after)).staged).toHaveLength(1)
      },
    )

    test('one that does not count may come and go', async () => {
      await runSync(open().warehouse, NAME)
      const changes = {
        compared: ['name'],
        model: { query: 'select id, name from guests', identifier: 'id' },
      }
      expect((await runSync(open().warehouse, changes)).staged).toEqual([])
      expect((await runSync(open().warehouse, NAME)).staged).toEqual([])
    })

    test('one that counts and comes back is a change of every row', async () => {
      await runSync(open().warehouse, BOTH)
      const without = { ...BOTH, model: { query: 'select id, name from guests', identifier: 'id' } }
      expect((await runSync(open().warehouse, without)).summary.updated).toBe(4)
      expect((await runSync(open().warehouse, BOTH)).summary.updated).toBe(4)
      expect((await runSync(open().warehouse, BOTH)).staged).toEqual([])
    })

    test('rows that share an identifier are not reported again when others begin to count', async () => {
      await fill(['1', 'a', 'x'], ['5', 'a', 'x'], ['5', 'b', 'y'], ['', 'c', 'z'])
      expect((await runSync(open().warehouse, NAME)).summary.invalid).toBe(3)
      expect((await runSync(open().warehouse, BOTH)).summary.invalid).toBe(0)
      expect((await runSync(open().warehouse, BOTH)).summary.invalid).toBe(0)
      await set('5', 'note', 'z')
      expect((await runSync(open().warehouse, BOTH)).summary.invalid).toBe(2)
    })

    test('what was kept back is looked at again when others begin to count at the same time', async () => {
      await runSync(open().warehouse, { ...NAME, trigger: ['deleted'] })
      const changes = { ...BOTH, selection: 'other' }
      expect((await runSync(open().warehouse, changes)).summary.added).toBe(4)
      expect((await runSync(open().warehouse, changes)).staged).toEqual([])
    })

    test('those of a first sync are its own, whatever was only looked at before', async () => {
      const { warehouse } = open()
      const stage = async (changes: StageChanges) => {
        const request = createStageRequest(changes)
        const { staged } = await stageAndRead(warehouse, request)
        await warehouse.discard(request.syncId)
        return staged
      }
      const first = await stage(BOTH)
      await open().forget(OWNER.mappingId)
      await stage({ ...NAME, keepsMemory: true })
      expect(await stage(BOTH)).toEqual(first)
    })

    /** A sync of which the first row was delivered, the second may have been, and the rest was not. */
    const failHalfway = async (changes: StageChanges, isLost: boolean): Promise<readonly StagedRow[]> => {
      const request: StageRequest = createStageRequest(changes)
      const { staged } = await stageAndRead(open().warehouse, request)
      if (isLost) {
        await open().warehouse.discard(request.syncId)
        const ends = ['delivered', 'in doubt'] as const
        const rows = staged.slice(0, 2).map((row, index): ManifestRow => ({ ...row, end: ends[index]! }))
        await open().warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
      } else {
        const [only, inDoubt] = [[{ fromSeq: 1, toSeq: 1 }], [{ fromSeq: 2, toSeq: 2 }]]
        await open().warehouse.commit({ ...request, only, inDoubt })
      }
      return staged
    }

    describe.each([
      ['with its staged rows', false],
      ['without its staged rows', true],
    ])('a sync that failed halfway, %s,', (_name, isLost) => {
      test('is followed by the rest, though others begin to count with it and stop after it', async () => {
        await runSync(open().warehouse, NAME)
        for (const id of ['1', '2', '3']) await set(id, 'name', 'b')
        await set('4', 'note', 'y')
        const [first, second, third] = await failHalfway(BOTH, isLost)
        const { staged } = await runSync(open().warehouse, NAME)
        const describe = (row: StagedRow | undefined) => [row?.op, row?.recordId, row?.version, row?.checksum]
        expect(staged.map(describe)).toEqual([second, third].map(describe))
        expect(await open().warehouse.readDelivered(OWNER, [first?.recordId ?? ''])).toMatchObject({
          versions: new Map([[first?.recordId, 2]]),
        })
        expect((await runSync(open().warehouse, NAME)).staged).toEqual([])
      })

      test('and was the first of its mapping, is followed by the rest, whatever counts now', async () => {
        const [, second] = await failHalfway(BOTH, isLost)
        const { staged } = await runSync(open().warehouse, NAME)
        expect(staged).toHaveLength(3)
        expect(staged).toContainEqual(
          expect.objectContaining({ recordId: second?.recordId, checksum: second?.checksum, version: 1 }),
        )
        expect((await runSync(open().warehouse, NAME)).staged).toEqual([])
      })
    })

    test('the digest of what was sent before others began to count is told from those of later versions', async () => {
      const commitAs = async (syncNumber: number, changes: StageChanges): Promise<void> => {
        const request = createStageRequest(changes)
        await open().warehouse.stage(request)
        await open().warehouse.commit({ ...request, syncNumber })
      }
      const isKnown = async (recordId: string): Promise<boolean | undefined> => {
        const facts = await open().warehouse.readRecord({ ...createStageRequest(BOTH), recordId, syncs: [] })
        expect(facts).toMatchObject({ next: null, rowError: null })
        return facts.remembered?.isDigestOfVersion
      }
      await commitAs(5, BOTH)
      expect(await isKnown('1')).toBe(true)
      await commitAs(6, ALL)
      await commitAs(7, NAME)
      await commitAs(8, BOTH)
      expect(await isKnown('1')).toBe(false)
      await set('1', 'name', 'b')
      await commitAs(9, BOTH)
      expect([await isKnown('1'), await isKnown('2')]).toEqual([true, false])
    })

    test('all counted until the format before, which is read without sending a row again', async () => {
      await runSync(open().warehouse, ALL)
      await open().makeSecondFormat(OWNER.mappingId)
      await set('1', 'note', 'y')
      expect(listDeltas(await runSync(open().warehouse, NAME))).toEqual([['updated', '1', 2]])
      expect((await runSync(open().warehouse, NAME)).staged).toEqual([])
    })
  })
}
