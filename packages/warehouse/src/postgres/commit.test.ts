import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { GENERATION_RECORD_ID, INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import { stagedTable } from './state-tables.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, runSync } from '../testing/run-sync.ts'

const RECORDS = '_sluice."records_people-identify"'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id text, name text)')
})
beforeEach(async () => {
  await opened.forget(OWNER.mappingId)
  await opened.sql('truncate people')
  await opened.sql(
    `insert into people values ('1', 'Ada'), ('2', 'Bob'), ('3', 'Cy'), ('3', 'Cynthia'), (null, 'Nobody')`,
  )
})
afterAll(() => opened.close())

const readRecords = (): Promise<unknown[]> =>
  opened.sql(
    `select record_id, lpad(to_hex(high), 16, '0') || lpad(to_hex(low), 16, '0') as checksum, version, delivered, deleted_at, known
     from ${RECORDS} where record_id <> '${GENERATION_RECORD_ID}' order by record_id`,
  )

describe('committing', () => {
  test('remembers each record once, with its version, and a group as one record', async () => {
    const { staged } = await runSync(opened.warehouse)
    const checksumOf = (id: string): unknown => staged.find(({ recordId }) => recordId === id)?.checksum
    expect(await readRecords()).toEqual([
      {
        record_id: INVALID_RECORD_ID,
        checksum: expect.stringMatching(/^[0-9a-f]{32}$/),
        version: '1',
        delivered: null,
        deleted_at: null,
        known: false,
      },
      {
        record_id: '1',
        checksum: checksumOf('1'),
        version: '1',
        delivered: '1',
        deleted_at: null,
        known: true,
      },
      {
        record_id: '2',
        checksum: checksumOf('2'),
        version: '1',
        delivered: '1',
        deleted_at: null,
        known: true,
      },
      {
        record_id: '3',
        checksum: expect.stringMatching(/^[0-9a-f]{32}$/),
        version: '1',
        delivered: null,
        deleted_at: null,
        known: false,
      },
    ])
  })

  test('leaves a tombstone of a deleted record, and drops the staged table', async () => {
    await runSync(opened.warehouse)
    await opened.sql(`delete from people where id = '1'`)
    const request = createStageRequest()
    await runSync(opened.warehouse, request)
    expect((await readRecords())[1]).toEqual({
      record_id: '1',
      checksum: null,
      version: '2',
      delivered: '2',
      deleted_at: expect.any(Date),
      known: true,
    })
    expect(await opened.warehouse.listStaged()).toEqual([])
    expect(
      await opened.sql(`select 1 where to_regclass('${stagedTable(request.syncId)}') is not null`),
    ).toEqual([])
  })

  test('keeps the primary key through the first commit', async () => {
    await runSync(opened.warehouse)
    await expect(
      opened.sql(`insert into ${RECORDS} (record_id, version, known) values ('1', 1, true)`),
    ).rejects.toThrow('duplicate key')
  })
})

describe('a process killed while it stages', () => {
  test('leaves nothing, and another can stage the sync', async () => {
    const request = createStageRequest({
      // Waits as long as somebody holds the lock.
      model: {
        query: `select *, (select count(*) from people) as n from people where (select pg_advisory_lock_shared(42) is not null)`,
        identifier: 'id',
      },
    })
    await opened.sql('select pg_advisory_lock(42)')
    const staging = openPostgresWarehouse({
      connectionString: opened.url,
      sourceId: 'test',
      applicationName: 'victim',
    })
    const failure = staging.stage(request).catch((error: unknown) => error)
    await waitFor('the statement to wait, and be killed', async () => {
      const killed = await opened.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and starts_with(application_name, 'victim sync ') and wait_event = 'advisory'`,
      )
      return killed.length > 0
    })
    expect(await failure).toMatchObject({ code: 'warehouse_unreachable' })
    await opened.sql('select pg_advisory_unlock_all()')
    expect(await opened.warehouse.listStaged()).toEqual([])
    expect(await opened.warehouse.stage(request)).toMatchObject({ added: 2, invalid: 3 })
    await staging.close()
  })
})
