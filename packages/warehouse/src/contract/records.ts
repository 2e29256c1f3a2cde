import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { RecordRequest } from '../record-reader.ts'
import { createStageRequest, OWNER, runSync, stageAndRead, type StageChanges } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson, renamePerson } from './people.ts'

/** What can be asked about one record. */
export function testRecords(open: OpenScene): void {
  const read = (recordId: string, changes: Partial<RecordRequest> = {}) => {
    const { modelId, model, trigger, selection, compared } = createStageRequest()
    return open().warehouse.readRecord({
      ...OWNER,
      modelId,
      model,
      trigger,
      selection,
      compared,
      recordId,
      syncs: [],
      ...changes,
    })
  }
  /** What staging makes of each of these records is what was said before. */
  const expectForetold = async (ids: readonly string[], changes: StageChanges = {}): Promise<void> => {
    const request = createStageRequest(changes)
    const { trigger, selection, compared, model } = request
    const foretold = await Promise.all(ids.map((id) => read(id, { trigger, selection, compared, model })))
    const { staged } = await stageAndRead(open().warehouse, request)
    const made = new Map(staged.map((row) => [row.recordId, row]))
    for (const [index, id] of ids.entries()) {
      const { next, rows } = foretold[index] ?? {}
      const delta = made.get(id)
      expect(next ?? null).toEqual(delta === undefined ? null : { op: delta.op, version: delta.version })
      if (delta !== undefined && delta.op !== 'deleted') expect(rows?.[0]?.checksum).toBe(delta.checksum)
    }
    await open().warehouse.commit(request)
  }

  describe('of one record', () => {
    beforeEach(() => fillPeople(open(), ['1', 'a'], ['2', 'b'], ['3', 'c']))

    test('is told what the next sync makes of it, whatever has become of it before', async () => {
      await expectForetold(['1', '2', 'nobody'])
      await renamePerson(open(), '1', 'z')
      await removePerson(open(), '2')
      await addPeople(open(), ['4', 'd'])
      await expectForetold(['1', '2', '3', '4'], { trigger: ['added', 'updated', 'deleted'] })
      await addPeople(open(), ['2', 'back'])
      await expectForetold(['1', '2', '3', '4'])
    })

    test('is told what was kept back, and that another selection looks at it again', async () => {
      await runSync(open().warehouse, { trigger: ['updated'] })
      expect((await read('1')).remembered).toMatchObject({ version: 1, delivered: null, keptBack: 'added' })
      expect((await read('1', { trigger: ['updated'] })).next).toBeNull()
      await expectForetold(['1'], { selection: 'other' })
    })

    test('is told what may have gone out, and that it goes again as it was', async () => {
      const request = createStageRequest()
      await stageAndRead(open().warehouse, request)
      await open().warehouse.commit({
        ...request,
        only: [{ fromSeq: 1, toSeq: 1 }],
        inDoubt: [{ fromSeq: 2, toSeq: 3 }],
      })
      await removePerson(open(), '2')
      await renamePerson(open(), '3', 'z')
      await expectForetold(['1', '2', '3'])
    })

    test('is told the row, what is remembered, and what a running sync has staged', async () => {
      expect(await read('1')).toMatchObject({ epoch: 0, remembered: null, staged: null, rowError: null })
      await runSync(open().warehouse)
      await renamePerson(open(), '1', 'z')
      await removePerson(open(), '2')
      const request = createStageRequest()
      const { staged } = await stageAndRead(open().warehouse, request)
      const first = await read('1', { syncs: [request.syncId] })
      expect(first).toMatchObject({
        epoch: 1,
        remembered: { version: 1, delivered: 1, isKnown: true, inDoubt: null, deletedAt: null },
        staged: { sync: request.syncId, op: 'updated', version: 2, isToDeliver: true },
        next: null,
      })
      expect(first.columns.toSorted()).toEqual(['id', 'name'])
      await renamePerson(open(), '1', 'y')
      expect((await read('1', { syncs: [request.syncId] })).next).toEqual({ op: 'updated', version: 3 })
      await renamePerson(open(), '1', 'z')
      expect(JSON.parse(first.rows[0]?.row ?? '')).toEqual({ id: '1', name: 'z' })
      expect(first.staged?.checksum).toBe(staged.find(({ recordId }) => recordId === '1')?.checksum)
      await open().warehouse.commit(request)
      const gone = await read('2', { syncs: [request.syncId] })
      expect(gone).toMatchObject({ remembered: { version: 2, checksum: '' }, rows: [], next: null })
      expect(Date.now() - Date.parse(gone.remembered?.deletedAt ?? '')).toBeLessThan(600_000)
    })

    test('is told that other rows share its id, and of a query that fails why', async () => {
      await addPeople(open(), ['1', 'twin'])
      expect(await read('1')).toMatchObject({ next: { op: 'invalid', version: 1 }, rowError: null })
      const failing = { query: 'select * from nowhere', identifier: 'id' }
      const failed = await read('1', { model: failing })
      expect(failed).toMatchObject({ rows: [], next: null })
      expect(failed.rowError).toMatch(/people/)
    })

    test('is nothing that the memory keeps for itself, and no id is taken for SQL', async () => {
      await runSync(open().warehouse)
      expect(await read('\u0001sluice: generation')).toMatchObject({ remembered: null, rows: [] })
      expect(await read(`1' or '1'='1`)).toMatchObject({ remembered: null, rows: [], next: null })
    })
  })

  describe('a record is found', () => {
    test('by the value of a column', async () => {
      await fillPeople(open(), ['1', 'same'], ['2', 'same'], ['3', 'other'])
      const { modelId, model } = createStageRequest()
      const find = async (column: string, text: string) =>
        (await open().warehouse.findRecordsWith({ modelId, model, column, text })).toSorted()
      expect(await find('name', 'same')).toEqual(['1', '2'])
      expect(await find('id', '3')).toEqual(['3'])
      expect(await find('name', 'nobody')).toEqual([])
      expect(await find('nowhere', 'same')).toEqual([])
    })

    test('by the messageId of its last version, and of what is staged, in the epoch that these are of', async () => {
      await fillPeople(open(), ['1', 'a'], ['ä:ö', 'b'])
      const before = await runSync(open().warehouse)
      await removePerson(open(), '1')
      const request = createStageRequest()
      const after = await stageAndRead(open().warehouse, request)
      const find = (text: string, epoch = 1) =>
        open().warehouse.findRecordsOf({
          ...OWNER,
          messageId: createHash('sha256').update(`prefix:${text}`).digest('base64url'),
          prefixes: { [epoch]: 'prefix:' },
          syncs: [request.syncId],
        })
      const checksum = (id: string) => before.staged.find(({ recordId }) => recordId === id)?.checksum ?? ''
      expect(await find(`1:0:${checksum('1')}:1`)).toEqual(['1'])
      expect(await find(`1:0:${checksum('ä:ö')}:ä:ö`)).toEqual(['ä:ö'])
      expect(after.staged).toMatchObject([{ recordId: '1', version: 2, checksum: '' }])
      expect(await find('2:0::1')).toEqual(['1'])
      expect(await find(`1:0:${checksum('1')}:1`, 2)).toEqual([])
      expect(await find('3:0::1')).toEqual([])
    })
  })
}
