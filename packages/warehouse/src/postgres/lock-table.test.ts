import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createScript, waitFor } from '@sluice/shared/testing'
import pg from 'pg'
import type { Warehouse } from '../port.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, readAll, runSync } from '../testing/run-sync.ts'

const SCRIPT = createScript(new URL('testing/stage-and-exit.ts', import.meta.url))
/** Far more than a process that is not frozen takes from one statement to the next. */
const IDLE_LIMIT_MS = 5_000
const RECORDS = '_sluice."records_people-identify"'

let opened: TestWarehouse
let warehouse: Warehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  warehouse = openPostgresWarehouse({ connectionString: opened.url, sourceId: 'main', lockPatienceMs: 100 })
  await opened.sql('create table people as select 1 as id')
  await runSync(warehouse)
})
afterAll(async () => {
  await warehouse.close()
  await opened.close()
})

test('whoever holds the records of a mapping is named by whoever waits for them', async () => {
  const silent = new pg.Client({ connectionString: opened.url, application_name: 'sluice sync of yore' })
  await silent.connect()
  const { rows } = await silent.query<{ pid: number }>('select pg_backend_pid() as pid')
  await silent.query(`begin; lock table ${RECORDS} in access exclusive mode`)
  const refusal = {
    code: 'warehouse_locked',
    kind: 'transient',
    message: expect.stringMatching(
      new RegExp(
        `^source main: ${RECORDS} in warehouse \\S+ is held by process ${rows[0]?.pid} of the warehouse \\(sluice sync of yore, idle in transaction, since \\d+ s\\): it is waited for`,
      ),
    ),
  }
  const request = createStageRequest()
  await expect(warehouse.stage(request)).rejects.toMatchObject(refusal)
  await expect(warehouse.readDelivered(OWNER, ['1'])).rejects.toMatchObject(refusal)
  await silent.query('rollback')
  await silent.end()
  expect(await warehouse.stage(request)).toMatchObject({ added: 0 })
  await warehouse.commit(request)
})

test('a process that is frozen while it stages lets go of the records, and another stages the sync', async () => {
  const syncId = randomUUID()
  const query = `select id from people where (select pg_advisory_lock_shared(42) is not null)`
  await opened.sql('select pg_advisory_lock(42)')
  const frozen = spawn(
    SCRIPT.execPath,
    [...SCRIPT.execArgv, SCRIPT.script, opened.url, syncId, query, `${IDLE_LIMIT_MS}`],
    { stdio: 'ignore' },
  )
  const ended = once(frozen, 'exit')
  const isAt = (name: string) =>
    opened.sql<{ state: string }>(
      `select state from pg_stat_activity where datname = current_database() and application_name = $1`,
      [name],
    )
  try {
    await waitFor(
      'the process to stage',
      async () =>
        (
          await opened.sql(
            `select from pg_stat_activity where datname = current_database() and application_name = $1 and wait_event = 'advisory'`,
            [`frozen sync ${syncId}`],
          )
        ).length > 0,
    )
    frozen.kill('SIGSTOP')
    const request = createStageRequest({ syncId })
    await expect(warehouse.stage(request)).rejects.toMatchObject({
      code: 'warehouse_locked',
      message: expect.stringMatching(
        new RegExp(`process \\d+ of the warehouse \\(frozen sync ${syncId}, active, since`),
      ),
    })
    // Its statement ends now, and nobody takes the answer.
    await opened.sql('select pg_advisory_unlock(42)')
    await waitFor(
      'the server to end the transaction that stands still',
      async () => (await isAt(`frozen sync ${syncId}`)).length === 0,
    )
    expect(await warehouse.stage(request)).toMatchObject({ added: 0 })
    frozen.kill('SIGCONT')
    expect((await ended)[0]).not.toBe(0)
    await warehouse.commit(request)
    expect((await runSync(warehouse)).staged).toEqual([])
  } finally {
    frozen.kill('SIGKILL')
  }
})

test('every transaction is bounded in how long it may stand still, and is known by its sync', async () => {
  const request = createStageRequest({
    mappingId: 'settings',
    model: {
      query: `select name as id, setting from pg_settings where name in ('idle_in_transaction_session_timeout', 'tcp_keepalives_idle', 'tcp_user_timeout', 'application_name',
        'client_connection_check_interval')`,
      identifier: 'id',
    },
  })
  await opened.warehouse.stage(request)
  const rows = await readAll(opened.warehouse.readStaged(request.syncId, { afterSeq: 0, limit: 10 }))
  const settings = Object.fromEntries(rows.map(({ row }) => Object.values(JSON.parse(row))))
  expect(settings).toMatchObject({
    idle_in_transaction_session_timeout: '60000',
    tcp_keepalives_idle: '60',
    application_name: `sluice sync ${request.syncId}`,
  })
  // Elsewhere a server may know neither.
  const isLinux = process.platform === 'linux'
  expect(isLinux ? settings['tcp_user_timeout'] : '120000').toBe('120000')
  expect(settings['client_connection_check_interval']).toBe(isLinux ? '10000' : '0')
})
