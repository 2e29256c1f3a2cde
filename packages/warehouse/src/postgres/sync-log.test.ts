import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { LogRequest, Warehouse } from '../port.ts'
import { createStageRequest, OWNER } from '../testing/run-sync.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'

const ROLE = `logging_${randomBytes(6).toString('hex')}`

const LOG: LogRequest = {
  sync: {
    number: 1,
    model: 'people',
    destination: 'segment-us',
    origin: 'manual',
    status: 'succeeded',
    error: null,
    startedAt: null,
    stagedAt: null,
    added: 1,
    updated: 0,
    deleted: 0,
    skipped: 0,
    invalid: 0,
    delivered: 1,
    dead: 0,
  },
  keepMs: 86_400_000,
  createIdPrefix: () => '',
  async *listDead() {},
}

let opened: TestWarehouse
let warehouse: Warehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`
    create table people (id text, name text);
    insert into people values ('1', 'Ada');
    create schema _sluice;
    create role ${ROLE} login password 'hunter2';
    grant select on people to ${ROLE};
    grant usage, create on schema _sluice to ${ROLE}`)
  const url = new URL(opened.url)
  url.username = ROLE
  url.password = 'hunter2'
  warehouse = openPostgresWarehouse({ connectionString: url.href, sourceId: 'test', lockPatienceMs: 50 })
})
beforeEach(async () => {
  await opened.sql('drop table if exists _sluice.sync_log, _sluice.sync_runs cascade')
  await opened.forget(OWNER.mappingId)
})
afterAll(async () => {
  await warehouse.close()
  await opened.sql(`drop owned by ${ROLE}; drop role ${ROLE}`)
  await opened.close()
})

const commit = async (log: LogRequest | undefined, syncId: string): Promise<unknown> =>
  warehouse.commit({ ...OWNER, syncId, log })
const stage = async (): Promise<string> => {
  const request = createStageRequest()
  await warehouse.stage(request)
  return request.syncId
}

test.each([
  [
    'whose rights are lost',
    'alter table _sluice.sync_runs owner to current_user',
    '42501 insufficient_privilege',
  ],
  [
    'that is gone and cannot be made',
    `drop view _sluice.syncs; alter table _sluice.sync_runs owner to current_user`,
    '42501 insufficient_privilege',
  ],
  [
    'that wants more than it is given',
    `alter table _sluice.sync_log add column team text not null`,
    '23502 not_null_violation',
  ],
  [
    'that somebody holds for longer than it is waited for',
    'begin; lock table _sluice.sync_log in share mode',
    '55P03 lock_not_available',
  ],
])('a log %s fails a commit as itself, and the commit goes on without it', async (_name, change, reason) => {
  await warehouse.writeLog({ ...OWNER, syncId: createStageRequest().syncId, log: LOG, rows: none() })
  await opened.sql(change)
  const syncId = await stage()
  await expect(commit(LOG, syncId)).rejects.toMatchObject({
    code: 'sync_log_unusable',
    message: expect.stringContaining(`cannot be written (${reason}`),
  })
  await commit(undefined, syncId)
  expect(await warehouse.countRecords(OWNER)).toEqual({ sent: 1, keptBack: 0 })
  await opened.sql('rollback')
})

async function* none(): AsyncGenerator<never> {}
