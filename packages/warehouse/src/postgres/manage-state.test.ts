import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, runSync } from '../testing/run-sync.ts'

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

  test('that carries no manifest is refused', async () => {
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

  test('can be read while a reset is only looked at, however long that takes', async () => {
    await runSync(opened.warehouse)
    await opened.sql('select pg_advisory_lock(7)')
    const query = 'select id from people where pg_advisory_xact_lock_shared(7) is not null'
    const looking = opened.warehouse.stage(
      createStageRequest({ epoch: 2, keepsMemory: true, model: { query, identifier: 'id' } }),
    )
    await waitFor('the model to be read', async () => {
      const [row] = await opened.sql(
        `select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
      )
      return row !== undefined
    })
    await opened.sql(`set statement_timeout = '2s'`)
    expect(await opened.sql('select record_id from _sluice."records_people-identify" where known')).toEqual([
      { record_id: '1' },
    ])
    await opened.sql('reset statement_timeout')
    await opened.sql('select pg_advisory_unlock(7)')
    expect(await looking).toMatchObject({ added: 1, known: 1 })
  })
})
