import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people as select 1 as id')
})
beforeEach(async () => {
  await opened.sql('drop schema if exists _sluice cascade')
})
afterAll(() => opened.close())

describe('the state of Sluice in a warehouse', () => {
  test('is a schema that the check makes, once', async () => {
    await opened.warehouse.check()
    await opened.warehouse.check()
    expect(await opened.sql(`select nspname from pg_namespace where nspname = '_sluice'`)).toHaveLength(1)
  })

  test('can be made by several at once, for one mapping and for many', async () => {
    const other = openPostgresWarehouse({ connectionString: opened.url, sourceId: 'test' })
    for (let round = 0; round < 5; round += 1) {
      await opened.sql('drop schema if exists _sluice cascade')
      const request = createStageRequest()
      const results = await Promise.all([
        opened.warehouse.stage(request),
        other.stage(request),
        opened.warehouse.stage(createStageRequest({ mappingId: 'a' })),
        other.stage(createStageRequest({ mappingId: 'b' })),
        other.check(),
      ])
      expect(results.map((summary) => summary?.added)).toEqual([1, 1, 1, 1, undefined])
    }
    await other.close()
  })

  test('of another installation is refused, and told what to do', async () => {
    await runSync(opened.warehouse)
    const other = { ...OWNER, installationId: 'installation-2' }
    const refusal = {
      code: 'warehouse_state_foreign',
      message: expect.stringMatching(
        /records_people-identify.* belongs to Sluice installation installation-1, this is installation-2: give mapping people-identify another id/,
      ),
    }
    await expect(opened.warehouse.stage(createStageRequest(other))).rejects.toMatchObject(refusal)
    await expect(opened.warehouse.readDelivered(other, [])).rejects.toMatchObject(refusal)
    await expect(opened.warehouse.commit(createStageRequest(other))).rejects.toMatchObject(refusal)
  })

  test('that carries no mark is refused', async () => {
    await runSync(opened.warehouse)
    await opened.sql(`comment on table _sluice."records_people-identify" is 'mine'`)
    await expect(opened.warehouse.stage(createStageRequest())).rejects.toMatchObject({
      code: 'warehouse_state_foreign',
    })
  })

  test('names whose staged rows there are', async () => {
    expect(await opened.warehouse.listStaged()).toEqual([])
    const request = createStageRequest()
    await opened.warehouse.stage(request)
    await opened.sql('create table _sluice.staged_something_else ()')
    expect(await opened.warehouse.listStaged()).toEqual([{ ...OWNER, syncId: request.syncId }])
  })
})

describe('a mapping in a later epoch', () => {
  test('has every row added again, in its first version, tombstones and groups forgotten', async () => {
    await opened.sql(`insert into people values (2), (3), (3)`)
    await runSync(opened.warehouse)
    await opened.sql('delete from people where id = 2')
    await runSync(opened.warehouse)
    await opened.sql('insert into people values (2)')
    const again = await runSync(opened.warehouse, { epoch: 2 })
    expect(listDeltas(again)).toEqual([
      ['added', '1', 1],
      ['added', '2', 1],
    ])
    expect(again.summary).toMatchObject({ invalid: 2, known: 1 })
    expect((await runSync(opened.warehouse, { epoch: 2 })).summary).toMatchObject({ added: 0, known: 2 })
    await opened.sql('delete from people where id > 1')
  })

  test('has what went away before it synced deleted', async () => {
    await opened.sql('insert into people values (8)')
    await runSync(opened.warehouse)
    await opened.sql('delete from people where id = 8')
    expect(listDeltas(await runSync(opened.warehouse, { epoch: 2 }))).toEqual([
      ['added', '1', 1],
      ['deleted', '8', 1],
    ])
    expect((await runSync(opened.warehouse, { epoch: 2 })).staged).toEqual([])
  })

  test('remembers what it did when the first stage of the epoch failed', async () => {
    await runSync(opened.warehouse)
    const model = { query: 'select 1 / (id - 1) as id from people', identifier: 'id' }
    await expect(opened.warehouse.stage(createStageRequest({ epoch: 2, model }))).rejects.toMatchObject({
      code: 'query_failed',
    })
    expect(await opened.warehouse.readDelivered(OWNER, ['1'])).toEqual({
      epoch: 1,
      versions: new Map([['1', 1]]),
    })
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })

  test('is not committed to by a sync that was staged before', async () => {
    await runSync(opened.warehouse)
    await opened.sql('insert into people values (5)')
    const before = createStageRequest()
    await opened.warehouse.stage(before)
    await opened.warehouse.stage(createStageRequest({ epoch: 2 }))
    await expect(opened.warehouse.commit(before)).rejects.toMatchObject({
      code: 'staged_rows_lost',
      message: expect.stringContaining('of epoch 1, the mapping was reset to 2'),
    })
    expect(await opened.warehouse.readDelivered(OWNER, ['1', '5'])).toEqual({ epoch: 2, versions: new Map() })
    await opened.sql('delete from people where id = 5')
  })

  test('is what a sync goes on in whose control database is older', async () => {
    await runSync(opened.warehouse, { epoch: 3 })
    await opened.sql('insert into people values (4)')
    const memory = { epoch: 2, generation: 0, order: null }
    const again = await runSync(opened.warehouse, { memory })
    expect(again.summary).toMatchObject({ epoch: 3, added: 1, updated: 0 })
    await opened.sql('delete from people where id = 4')
  })
})

describe('the versions of records', () => {
  test('are those that went out last, of deleted records too', async () => {
    await runSync(opened.warehouse)
    await opened.sql('insert into people values (2)')
    await runSync(opened.warehouse)
    await opened.sql('delete from people where id = 2')
    await runSync(opened.warehouse)
    expect(await opened.warehouse.readDelivered(OWNER, ['1', '2', 'never there'])).toEqual({
      epoch: 1,
      versions: new Map([
        ['1', 1],
        ['2', 2],
      ]),
    })
  })

  test('are none for what was skipped or became a dead letter', async () => {
    await opened.sql('insert into people values (6), (7)')
    const request = createStageRequest({ epoch: 9 })
    const { staged } = await stageAndRead(opened.warehouse, request)
    const dead = staged.filter(({ recordId }) => recordId === '7').map(({ seq }) => seq)
    await opened.warehouse.commit({ ...OWNER, syncId: request.syncId, dead })
    await opened.sql('delete from people where id = 6')
    await runSync(opened.warehouse, { epoch: 9, trigger: ['added'] })
    expect(await opened.warehouse.readDelivered(OWNER, ['6', '7'])).toEqual({
      epoch: 9,
      versions: new Map([['6', 1]]),
    })
    await opened.sql('delete from people where id = 7')
  })

  test('of a mapping that never synced are none', async () => {
    const none = { epoch: 0, versions: new Map() }
    expect(await opened.warehouse.readDelivered(OWNER, ['1'])).toEqual(none)
    await opened.warehouse.check()
    expect(await opened.warehouse.readDelivered(OWNER, ['1'])).toEqual(none)
  })
})
