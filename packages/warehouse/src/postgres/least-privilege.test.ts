import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Warehouse } from '../port.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'

// Roles belong to the whole server, which other test files use too.
const ROLE = `least_${randomBytes(6).toString('hex')}`

let opened: TestWarehouse
let warehouse: Warehouse

/** A role with exactly the grants that docs/operations.md gives, in a database that grants nothing to everybody. */
beforeAll(async () => {
  opened = await openTestWarehouse()
  const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
  await opened.sql(`
    revoke all on database ${name} from public;
    revoke all on schema public from public;
    create table people (id int, name text);
    insert into people values (1, 'Ada'), (2, 'Bob');
    create table hidden (id int);
    create schema _sluice;

    create role ${ROLE} login password 'hunter2';
    grant connect on database ${name} to ${ROLE};
    grant usage on schema public to ${ROLE};
    grant select on people to ${ROLE};
    grant usage, create on schema _sluice to ${ROLE}`)
  const url = new URL(opened.url)
  url.username = ROLE
  url.password = 'hunter2'
  warehouse = openPostgresWarehouse({ connectionString: url.href, sourceId: 'test' })
})
afterAll(async () => {
  await warehouse.close()
  await opened.sql(`drop owned by ${ROLE}; drop role ${ROLE}`)
  await opened.close()
})

describe('a role with the grants of the docs and no other', () => {
  const model = { query: 'select * from people', identifier: 'id' }

  test('may do everything that Sluice does', async () => {
    await warehouse.check()
    expect((await warehouse.inspect()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    expect(await warehouse.describe(model, 'people')).toHaveLength(2)
    expect(await warehouse.readRows(model, 'people', 9)).toHaveLength(2)

    expect(listDeltas(await runSync(warehouse))).toEqual([
      ['added', '1', 1],
      ['added', '2', 1],
    ])
    await opened.sql(`
      update people set name = 'Bea' where id = 2;
      delete from people where id = 1;
      insert into people values (3, 'Cid'), (3, 'Cid'), (null, 'Dot')`)
    const thrown = createStageRequest()
    expect((await stageAndRead(warehouse, thrown)).invalid).toHaveLength(3)
    expect(await warehouse.listStaged()).toEqual([{ ...OWNER, syncId: thrown.syncId }])
    await warehouse.discard(thrown.syncId)
    expect(listDeltas(await runSync(warehouse))).toEqual([
      ['deleted', '1', 2],
      ['updated', '2', 2],
    ])
    expect(await warehouse.readDelivered(OWNER, ['1', '2'])).toMatchObject({ epoch: 1 })
    expect(listDeltas(await runSync(warehouse, { epoch: 2 }))).toEqual([['added', '2', 1]])
    expect(await warehouse.listStaged()).toEqual([])
  })

  test.each([
    ['read another table', 'select * from hidden', 'grant select on hidden'],
    [
      'write to a table',
      'with gone as (delete from people returning id) select id from gone',
      'one select (or with … select, values, table) that changes nothing',
    ],
    ['write to a table in its one statement', 'delete from people returning id', 'that changes nothing'],
    ['lock rows', 'select id from people for update', 'permission denied for table people'],
  ])('may not %s', async (_what, query, message) => {
    const refusal = { message: expect.stringContaining(message) }
    const wanted = { query, identifier: 'id' }
    await expect(warehouse.describe(wanted, 'people')).rejects.toMatchObject(refusal)
    await expect(
      warehouse.stage(createStageRequest({ mappingId: 'refused', model: wanted })),
    ).rejects.toMatchObject(refusal)
    expect(await opened.sql('select id from people where id = 2')).toHaveLength(1)
  })

  test('may not write through a function that it calls, unless the function has rights of its own', async () => {
    await opened.sql(`
      create table diary (id int);
      create function note() returns int language sql volatile as 'insert into public.diary values (1) returning id';
      create function note_as_owner() returns int language sql volatile security definer as 'insert into public.diary values (1) returning id'`)
    const call = (name: string) => ({ query: `select ${name}() as id`, identifier: 'id' })
    const denied = {
      code: 'warehouse_denied',
      message: expect.stringContaining('permission denied for table diary'),
    }

    // A preview is a read-only transaction, whatever the rights.
    for (const name of ['note', 'note_as_owner'])
      await expect(warehouse.readRows(call(name), 'people', 1)).rejects.toMatchObject({
        code: 'query_failed',
        message: expect.stringContaining(
          'a preview must not (cannot execute INSERT in a read-only transaction)',
        ),
      })
    await expect(
      warehouse.stage(createStageRequest({ mappingId: 'refused', model: call('note') })),
    ).rejects.toMatchObject(denied)
    expect(await opened.sql('select from diary')).toHaveLength(0)

    // A sync must write what it stages, so its transaction cannot be read-only: only the rights stand in the way.
    await warehouse.stage(createStageRequest({ mappingId: 'definer', model: call('note_as_owner') }))
    expect(await opened.sql('select from diary')).not.toHaveLength(0)
  })
})
