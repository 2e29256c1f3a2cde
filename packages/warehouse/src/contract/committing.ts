import { randomUUID } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'
import type { CommitRequest } from '../port.ts'
import type { Engine, OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson, renamePerson } from './people.ts'

/** What a commit remembers, how often it happens, and what it says where there is nothing to commit. */
export function testCommitting(engine: Engine, open: OpenScene): void {
  describe('a commit', () => {
    test('a second time changes nothing, and says the same', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const request = createStageRequest()
      await open().warehouse.stage(request)
      const manifest = await open().warehouse.commit(request)
      expect(manifest).toMatchObject({ epoch: 1, generation: 1 })
      expect(await open().warehouse.commit(request)).toMatchObject({ epoch: 1, generation: 1 })
      expect((await runSync(open().warehouse)).staged).toEqual([])
    })

    test('at once from two processes happens once', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      await renamePerson(open(), '1', 'Adele')
      const other = open().reopen()
      const request = createStageRequest()
      await open().warehouse.stage(request)
      const manifests = await Promise.all([
        open().warehouse.commit(request),
        other.commit(request),
        open().warehouse.commit(request),
      ])
      expect(manifests.map(({ generation }) => generation)).toEqual([2, 2, 2])
      await other.close()
      expect(await open().warehouse.readDelivered(OWNER, ['1'])).toMatchObject({
        versions: new Map([['1', 2]]),
      })
    })

    test('remembers the skipped rows too', async () => {
      await fillPeople(open(), ['1', 'Ada'], ['3', 'Cy'], ['3', 'Cynthia'], [null, 'Nobody'])
      await runSync(open().warehouse, { trigger: ['deleted'] })
      expect((await runSync(open().warehouse)).summary).toMatchObject({
        added: 0,
        updated: 0,
        deleted: 0,
        invalid: 0,
      })
    })

    test('keeps of each record which sync its version comes from', async () => {
      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'], ['3', 'Cy'])
      const commitAs = async (syncNumber: number, changes: Partial<CommitRequest> = {}): Promise<void> => {
        const request = createStageRequest()
        await open().warehouse.stage(request)
        await open().warehouse.commit({ ...request, syncNumber, ...changes })
      }
      await commitAs(7)
      await renamePerson(open(), '1', 'Adele')
      await removePerson(open(), '2')
      await addPeople(open(), ['4', 'Dee'], ['5', 'Eve'], ['5', 'Eva'])
      await commitAs(8)
      expect(await open().readSyncNumbers(OWNER.mappingId)).toEqual({ 1: 8, 2: 8, 3: 7, 4: 8, 5: 8 })
      await renamePerson(open(), '1', 'Ada')
      await commitAs(9, { only: [], inDoubt: [{ fromSeq: 1, toSeq: 1 }] })
      expect(await open().readSyncNumbers(OWNER.mappingId)).toMatchObject({ 1: 9, 3: 7 })
      await runSync(open().warehouse, { epoch: 2 })
      expect(await open().readSyncNumbers(OWNER.mappingId)).toMatchObject({ 1: null, 3: null, 4: null })
    })

    test('to a memory of the format before makes it one of this, and loses nothing of it', async () => {
      await fillPeople(open(), ['1', 'Ada'], ['2', 'Bob'])
      await runSync(open().warehouse)
      const request = createStageRequest()
      await renamePerson(open(), '1', 'Adele')
      await open().warehouse.stage(request)
      await open().makeSecondFormat(OWNER.mappingId)
      await open().warehouse.commit({ ...request, syncNumber: 5 })
      expect(await open().readSyncNumbers(OWNER.mappingId)).toEqual({ 1: 5, 2: null })
      await open().makeSecondFormat(OWNER.mappingId)
      expect((await runSync(open().warehouse)).staged).toEqual([])
      expect(await open().readSyncNumbers(OWNER.mappingId)).toEqual({ 1: null, 2: null })
    })

    test('drops what was staged', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      expect(await open().warehouse.listStaged()).toEqual([])
    })

    test('of a sync that never staged, or was discarded, says that its rows are lost', async () => {
      const lost = { code: 'staged_rows_lost' }
      await expect(open().warehouse.commit({ ...OWNER, syncId: randomUUID() })).rejects.toMatchObject(lost)
      const request = createStageRequest()
      await open().warehouse.stage(request)
      await open().warehouse.discard(request.syncId)
      await expect(open().warehouse.commit(request)).rejects.toMatchObject(lost)
    })

    test('of a mapping whose memory was dropped after staging says that its rows are lost', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const request = createStageRequest()
      await open().warehouse.stage(request)
      await open().forget(OWNER.mappingId)
      await expect(open().warehouse.commit(request)).rejects.toMatchObject({ code: 'staged_rows_lost' })
    })

    const lose = async (): Promise<void> => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      await renamePerson(open(), '1', 'Adele')
      const request = createStageRequest()
      await open().warehouse.stage(request)
      await open().emptyStaged(request.syncId)
      const lost = { code: 'staged_rows_lost', message: expect.stringContaining('0 of 1 rows are left') }
      await expect(open().warehouse.commit(request)).rejects.toMatchObject(lost)
      await expect(open().warehouse.stage(request)).rejects.toMatchObject(lost)
      await open().warehouse.discard(request.syncId)
      expect(listDeltas(await runSync(open().warehouse))).toEqual([['updated', '1', 2]])
    }
    // Where nothing that is staged is ever lost, there is nothing to promise.
    if (engine.type.traits.losesStagedRows.holds)
      test('of rows that the warehouse has lost changes nothing, and they are found again', lose)

    test('of another installation is refused, as is all else of it', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      const other = { ...OWNER, installationId: 'installation-2' }
      const refusal = {
        code: 'warehouse_state_foreign',
        message: expect.stringMatching(
          /belongs to Sluice installation installation-1, this is installation-2: give mapping people-identify another id/,
        ),
      }
      await expect(open().warehouse.stage(createStageRequest(other))).rejects.toMatchObject(refusal)
      await expect(open().warehouse.readDelivered(other, [])).rejects.toMatchObject(refusal)
      await expect(open().warehouse.commit(createStageRequest(other))).rejects.toMatchObject(refusal)
      expect(await open().warehouse.countRecords(other)).toEqual({ sent: 0, keptBack: 0 })
    })
  })

  describe('the versions that have gone out', () => {
    test('are the last of each record, of deleted ones too', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      await runSync(open().warehouse)
      await addPeople(open(), ['2', 'Bob'])
      await runSync(open().warehouse)
      await removePerson(open(), '2')
      await runSync(open().warehouse)
      expect(await open().warehouse.readDelivered(OWNER, ['1', '2', 'never there'])).toEqual({
        epoch: 1,
        versions: new Map([
          ['1', 1],
          ['2', 2],
        ]),
      })
    })

    test('are none for what was skipped or became a dead letter', async () => {
      await fillPeople(open(), ['6', 'Fay'], ['7', 'Gil'])
      const request = createStageRequest()
      const { staged } = await stageAndRead(open().warehouse, request)
      const dead = staged.filter(({ recordId }) => recordId === '7').map(({ seq }) => seq)
      await open().warehouse.commit({ ...OWNER, syncId: request.syncId, dead })
      await removePerson(open(), '6')
      await runSync(open().warehouse, { trigger: ['added'] })
      expect(await open().warehouse.readDelivered(OWNER, ['6', '7'])).toEqual({
        epoch: 1,
        versions: new Map([['6', 1]]),
      })
    })

    test('of a mapping that never synced are none', async () => {
      const none = { epoch: 0, versions: new Map() }
      expect(await open().warehouse.readDelivered(OWNER, ['1'])).toEqual(none)
    })
  })
}
