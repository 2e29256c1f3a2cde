import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { stagedTable } from './state-tables.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync } from './testing/run-sync.ts'

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
    await expect(opened.warehouse.reset(other)).rejects.toMatchObject(refusal)
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

describe('a reset', () => {
  test('lets every row be added again', async () => {
    await runSync(opened.warehouse)
    await opened.warehouse.reset(OWNER)
    expect(listDeltas(await runSync(opened.warehouse))).toEqual([['added', '1', 1]])
  })

  test('of a mapping that never synced does nothing', async () => {
    await expect(opened.warehouse.reset(OWNER)).resolves.toBeUndefined()
  })

  test('drops what the mapping has staged, and nothing of another', async () => {
    const own = createStageRequest()
    const other = createStageRequest({ mappingId: 'other' })
    await opened.warehouse.stage(own)
    await opened.warehouse.stage(other)
    await opened.warehouse.reset(OWNER)
    expect((await opened.warehouse.listStaged()).map(({ syncId }) => syncId)).toEqual([other.syncId])
    expect(await opened.sql(`select 1 where to_regclass('${stagedTable(own.syncId)}') is not null`)).toEqual(
      [],
    )
  })
})
