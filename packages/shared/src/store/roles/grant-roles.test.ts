import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import {
  asRole,
  createControlDatabase,
  createEmptyDatabase,
  createRoles,
  readTestServers,
  type TestDatabase,
} from '../../testing/index.ts'
import { migrate } from '../migrations/migrate.ts'
import { ROLES, ROLE_GRANTS } from './role-grants.ts'

const { databaseUrl } = readTestServers(process.env)

async function ask<R extends object>(url: string, statement: string): Promise<R[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(statement)).rows
  } finally {
    await client.end()
  }
}

describe('a role', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createControlDatabase(databaseUrl)
  })
  afterAll(() => database.drop())

  test('is given every table that its process needs, and somebody is given each table that there is', async () => {
    const tables = await ask<{ name: string }>(
      database.url,
      `select tablename as name from pg_tables where schemaname = 'sluice'`,
    )
    const given = new Set(Object.values(ROLE_GRANTS).flatMap((grants) => Object.keys(grants)))
    expect(tables.map(({ name }) => name).sort()).toEqual([...given].sort())
  })

  test.each([
    ['sluice_mapper', 'select connection from sluice.sources'],
    ['sluice_mapper', 'select write_key from sluice.destinations'],
    ['sluice_mapper', 'select delivered from sluice.deliveries'],
    ['sluice_sender', 'select users from sluice.deliveries'],
    ['sluice_console', 'select users from sluice.deliveries'],
    ['sluice_cli', 'select users from sluice.deliveries'],
    ['sluice_mapper', 'select query from sluice.models'],
    ['sluice_sender', 'select connection from sluice.sources'],
    ['sluice_sender', `update sluice.destinations set write_key = 'mine'`],
    ['sluice_extractor', `update sluice.models set query = 'select 1'`],
    ['sluice_extractor', `update sluice.mappings set destination_id = 'mine'`],
    ['sluice_extractor', `update sluice.destinations set region = 'eu-west-1'`],
    ['sluice_console', 'update sluice.audit_log set actor = null'],
    ['sluice_console', 'delete from sluice.audit_log'],
    ['sluice_console', `update sluice.chunks set status = 'settled'`],
    ['sluice_console', 'insert into sluice.dead_letters default values'],
    ['sluice_cli', 'update sluice.audit_log set actor = null'],
    ['sluice_cli', 'delete from sluice.audit_log'],
    ['sluice_cli', 'create table sluice.mine ()'],
  ] as const)('%s may not: %s', async (role, statement) => {
    await expect(ask(asRole(database.url, role), statement)).rejects.toThrow('permission denied')
  })

  test('has what was given to it by hand taken back by the next migration', async () => {
    await ask(database.url, 'grant all on sluice.sources to sluice_mapper')
    await migrate(database.url)
    await expect(ask(asRole(database.url, 'sluice_mapper'), 'select from sluice.sources')).rejects.toThrow(
      'permission denied for table sources',
    )
  })
})

test('the migrations need no superuser, and others get in only by what they are given', async () => {
  const database = await createEmptyDatabase(databaseUrl)
  try {
    await createRoles(database.url)
    const applied = await migrate(asRole(database.url, 'sluice_migrate'))
    expect(applied.length).toBeGreaterThan(5)
    await expect(migrate(asRole(database.url, 'sluice_migrate'))).resolves.toEqual([])
    for (const role of ROLES)
      await expect(
        ask(asRole(database.url, role), 'select id from sluice.installation'),
      ).resolves.toHaveLength(1)
  } finally {
    await database.drop()
  }
})

test('a schema that another user has owned is taken over, with what is in it', async () => {
  const database = await createEmptyDatabase(databaseUrl)
  try {
    await migrate(database.url)
    await createRoles(database.url)
    await createRoles(database.url)
    await expect(migrate(asRole(database.url, 'sluice_migrate'))).resolves.toEqual([])
    await expect(
      ask(
        database.url,
        `select distinct pg_get_userbyid(owner) as owner from (
           select relowner from pg_class where relnamespace = 'sluice'::regnamespace
           union all select proowner from pg_proc where pronamespace = 'sluice'::regnamespace
           union all select nspowner from pg_namespace where nspname = 'sluice') owned (owner)`,
      ),
    ).resolves.toEqual([{ owner: 'sluice_migrate' }])
  } finally {
    await database.drop()
  }
})

test('the roles that are made are those that are given something', () => {
  const sql = readFileSync(new URL('../../../sql/roles.sql', import.meta.url), 'utf8')
  const [, made = ''] = /array array\[([^\]]+)\]/.exec(sql) ?? []
  expect([...made.matchAll(/'(\w+)'/g)].map(([, role]) => role)).toEqual(['sluice_migrate', ...ROLES])
})
