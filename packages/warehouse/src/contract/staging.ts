import { describe, expect, test } from '@jest/globals'
import { createStageRequest, listDeltas, readAll, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { fillPeople, renamePerson } from './people.ts'

const FIRST_COLUMNS = { query: 'select id from people', identifier: 'id' }

/** What a stage finds, and that asking again gives the same. */
export function testStaging(open: OpenScene): void {
  describe('a stage', () => {
    test('finds what was added, updated and deleted, and nothing else', async () => {
      const { warehouse } = open()
      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'], ['3', 'Cy'])
      const first = await runSync(warehouse)
      expect(listDeltas(first)).toEqual([
        ['added', '1', 1],
        ['added', '2', 1],
        ['added', '3', 1],
      ])
      const counts = { added: 3, updated: 0, deleted: 0, invalid: 0, skipped: 0, toDeliver: 3, lastSeq: 3 }
      expect(first.summary).toMatchObject({ ...counts, known: 0 })
      const ada = first.staged.find(({ recordId }) => recordId === '1')
      expect(JSON.parse(ada?.row ?? '')).toEqual({ id: '1', name: 'Ada' })
      expect(ada?.checksum).toMatch(/^[0-9a-f]{32}$/)

      expect((await runSync(warehouse)).staged).toEqual([])

      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bea'], ['4', 'Di'])
      const third = await runSync(warehouse)
      expect(listDeltas(third)).toEqual([
        ['updated', '2', 2],
        ['deleted', '3', 2],
        ['added', '4', 1],
      ])
      expect(third.staged.map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect(third.summary.known).toBe(3)
    })

    test('of an empty model finds nothing', async () => {
      expect((await runSync(open().warehouse)).summary).toMatchObject({ added: 0, toDeliver: 0, lastSeq: 0 })
    })

    test('gives a deleted row every column, all null, and no checksum', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      await fillPeople(open())
      const { staged } = await runSync(open().warehouse)
      expect(staged.map(({ row, ...rest }) => ({ ...rest, row: JSON.parse(row) as unknown }))).toEqual([
        { seq: 1, op: 'deleted', recordId: '1', version: 2, checksum: '', row: { id: null, name: null } },
      ])
    })

    test('gives A, B and A again three versions, and the same checksum to the same row', async () => {
      const seen = []
      for (const name of ['A', 'B', 'A']) {
        await fillPeople(open(), ['1', name])
        seen.push(...(await runSync(open().warehouse)).staged)
      }
      expect(seen.map(({ op, version }) => [op, version])).toEqual([
        ['added', 1],
        ['updated', 2],
        ['updated', 3],
      ])
      expect(seen[0]?.checksum).toBe(seen[2]?.checksum)
      expect(seen[0]?.checksum).not.toBe(seen[1]?.checksum)
    })

    test('lets a record that comes back go on in its versions, unless it was gone for more than a week', async () => {
      const { warehouse } = open()
      const seen = []
      for (const people of [[['1', 'A']], [], [['1', 'A']], []] as const) {
        await fillPeople(open(), ...people)
        seen.push(...listDeltas(await runSync(warehouse)))
      }
      expect(seen).toEqual([
        ['added', '1', 1],
        ['deleted', '1', 2],
        ['added', '1', 3],
        ['deleted', '1', 4],
      ])
      await open().ageTombstones('people-identify', 8)
      await runSync(warehouse)
      await fillPeople(open(), ['1', 'A'])
      expect(listDeltas(await runSync(warehouse))).toEqual([['added', '1', 1]])
    })

    test('notices a new column, and tells null from an empty text', async () => {
      await fillPeople(open(), ['1', ''])
      await runSync(open().warehouse)
      await open().sql('update people set name = null')
      expect(listDeltas(await runSync(open().warehouse))).toEqual([['updated', '1', 2]])
      const model = { query: 'select people.*, 1 as extra from people', identifier: 'id' }
      expect(listDeltas(await runSync(open().warehouse, { model }))).toEqual([['updated', '1', 3]])
    })

    test.each([
      [['added'], ['added']],
      [['updated'], ['updated']],
      [['deleted'], ['deleted']],
      [
        ['added', 'deleted'],
        ['added', 'deleted'],
      ],
      [[], []],
    ] as const)('for the trigger %j delivers %j and skips the rest', async (trigger, ops) => {
      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'])
      await runSync(open().warehouse)
      await fillPeople(open(), ['1', 'Adele'], ['3', 'Cy'])
      const { summary, staged } = await runSync(open().warehouse, { trigger })
      expect(staged.map(({ op }) => op).toSorted()).toEqual(ops)
      expect(summary).toMatchObject({
        added: 1,
        updated: 1,
        deleted: 1,
        skipped: 3 - ops.length,
        toDeliver: ops.length,
        lastSeq: ops.length,
      })
      expect((await runSync(open().warehouse)).staged).toEqual([])
    })

    test('takes the instant of the snapshot as the time of staging, in UTC', async () => {
      const { stagedAt } = await open().warehouse.stage(createStageRequest())
      expect(new Date(stagedAt).toISOString()).toBe(stagedAt)
    })

    test('refuses an identifier too long to be kept, before anything is delivered', async () => {
      const model = (length: number) => ({ query: `select repeat('x', ${length}) as id`, identifier: 'id' })
      await expect(open().warehouse.stage(createStageRequest({ model: model(1_001) }))).rejects.toMatchObject(
        { code: 'query_failed', message: expect.stringContaining('1001 bytes') },
      )
      expect(await open().warehouse.listStaged()).toEqual([])
      expect((await runSync(open().warehouse, { model: model(1_000) })).summary.added).toBe(1)
    })

    test.each<[string, string, string]>([
      ['two statements', 'select 1 as id; select 2 as id', 'query_invalid'],
      ['no identifier', 'select 1 as other', 'identifier_missing'],
      ['two columns of a name', 'select 1 as id, 2 as id', 'column_duplicate'],
      ['a table that is not there', 'select id from nowhere', 'query_invalid'],
      ['a statement that writes', `delete from people`, 'query_invalid'],
    ])('refuses a model of %s, and so does a look at its columns', async (_what, query, code) => {
      const model = { query, identifier: 'id' }
      await expect(open().warehouse.stage(createStageRequest({ model }))).rejects.toMatchObject({ code })
      await expect(open().warehouse.describe(model, 'people')).rejects.toMatchObject({ code })
      expect(await open().warehouse.listStaged()).toEqual([])
    })

    test('writes a row as a preview shows it, and names its columns as a look does', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const { model, modelId } = createStageRequest()
      const { staged } = await runSync(open().warehouse)
      expect(await open().warehouse.readRows(model, modelId, 5)).toEqual([
        { recordId: '1', row: staged[0]?.row },
      ])
      const columns = await open().warehouse.describe(model, modelId)
      expect(columns.map(({ name }) => name)).toEqual(['id', 'name'])
    })
  })

  describe('a sync that is staged again', () => {
    test('gives the same summary and the same rows, whatever has changed meanwhile', async () => {
      await fillPeople(open(), ['1', 'Ada'], [null, 'Nobody'])
      const request = createStageRequest()
      const before = await stageAndRead(open().warehouse, request)
      await fillPeople(open(), ['2', 'Bob'])
      expect(await stageAndRead(open().warehouse, request)).toEqual(before)
      const other = open().reopen()
      expect(await stageAndRead(other, request)).toEqual(before)
      await other.close()
    })

    test('after its commit gives the same summary and stages nothing', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const request = createStageRequest()
      const { summary } = await runSync(open().warehouse, request)
      await renamePerson(open(), '1', 'Adele')
      const { generation } = summary
      expect(await open().warehouse.stage(request)).toEqual({ ...summary, generation: generation + 1 })
      expect(await open().warehouse.listStaged()).toEqual([])
      expect(listDeltas(await runSync(open().warehouse))).toEqual([['updated', '1', 2]])
    })

    test('after it was discarded finds the same difference', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const request = createStageRequest()
      const { stagedAt: _, ...counts } = await open().warehouse.stage(request)
      await open().warehouse.discard(request.syncId)
      await open().warehouse.discard(request.syncId)
      expect(await open().warehouse.stage(request)).toMatchObject(counts)
    })
  })

  describe('syncs of several mappings', () => {
    test('know nothing of each other, also at the same time', async () => {
      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'])
      const mappings = ['a'.repeat(50), 'b', 'people-identify']
      const other = open().reopen()
      const results = await Promise.all(
        mappings.map((mappingId, index) => runSync(index === 0 ? other : open().warehouse, { mappingId })),
      )
      expect(results.map(({ summary }) => summary.added)).toEqual([2, 2, 2])
      await renamePerson(open(), '1', 'Adele')
      expect(listDeltas(await runSync(open().warehouse, { mappingId: 'b' }))).toEqual([['updated', '1', 2]])
      expect(
        listDeltas(await runSync(open().warehouse, { mappingId: 'b', model: FIRST_COLUMNS })),
      ).toHaveLength(2)
      expect(listDeltas(await runSync(open().warehouse))).toEqual([['updated', '1', 2]])
      await other.close()
      for (const mappingId of mappings) await open().forget(mappingId)
    })

    test('are told by whose staged rows there are', async () => {
      const requests = ['a', 'b'].map((mappingId) => createStageRequest({ mappingId }))
      for (const request of requests) await open().warehouse.stage(request)
      const staged = await open().warehouse.listStaged()
      expect(new Map(staged.map(({ mappingId, syncId }) => [mappingId, syncId]))).toEqual(
        new Map(requests.map(({ mappingId, syncId }) => [mappingId, syncId])),
      )
      for (const mappingId of ['a', 'b']) await open().forget(mappingId)
    })
  })

  describe('pages of staged rows', () => {
    const fillMany = (count: number) =>
      fillPeople(open(), ...Array.from({ length: count }, (_, index) => [`${index}`, 'x'] as const))

    test('follow each other without a gap, and go on wherever they are asked to', async () => {
      await fillMany(25)
      const { syncId } = createStageRequest()
      await open().warehouse.stage(createStageRequest({ syncId }))
      const lengths = []
      for await (const page of open().warehouse.readStaged(syncId, { afterSeq: 0, limit: 10 }))
        lengths.push(page.length)
      expect(lengths).toEqual([10, 10, 5])
      const all = await readAll(open().warehouse.readStaged(syncId, { afterSeq: 0, limit: 100 }))
      expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
      const range = { afterSeq: 4, toSeq: 17, limit: 10 }
      expect(await readAll(open().warehouse.readStaged(syncId, range))).toEqual(all.slice(4, 17))
      expect(await readAll(open().warehouse.readStaged(syncId, { afterSeq: 25, limit: 10 }))).toEqual([])
    })

    test('of a sync that has none say so', async () => {
      const { syncId } = createStageRequest()
      const range = { afterSeq: 0, limit: 10 }
      const lost = { code: 'staged_rows_lost', message: expect.stringContaining(syncId) }
      await runSync(open().warehouse)
      await expect(readAll(open().warehouse.readStaged(syncId, range))).rejects.toMatchObject(lost)
      await expect(readAll(open().warehouse.readInvalid(syncId, range))).rejects.toMatchObject(lost)
    })
  })
}
