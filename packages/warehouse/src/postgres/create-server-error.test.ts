import { createServer, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { SluiceError } from '@sluice/shared/errors'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DatabaseError } from 'pg'
import { classifyError } from './classify-error.ts'
import { createServerError } from './create-server-error.ts'
import { findLine } from './create-query-error.ts'
import { createRunError } from './create-run-error.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest } from '../testing/run-sync.ts'

const PLACE = { sourceId: 'main', address: 'db:5432/shop' }

function createDatabaseError(code: string, message = 'secret value'): DatabaseError {
  return Object.assign(new DatabaseError(message, 0, 'error'), { code, detail: 'Key (id)=(secret value)' })
}

describe('an error of the server', () => {
  test.each([
    ['08006', 'warehouse_unreachable'],
    ['53300', 'warehouse_unreachable'],
    ['25P03', 'warehouse_unreachable'],
    ['53100', 'warehouse_busy'],
    ['53200', 'warehouse_busy'],
    ['55P03', 'warehouse_busy'],
    ['57P01', 'warehouse_unreachable'],
    ['57P03', 'warehouse_unreachable'],
    ['40P01', 'warehouse_busy'],
    ['57014', 'warehouse_busy'],
    ['28P01', 'warehouse_denied'],
    ['42501', 'warehouse_denied'],
    ['3D000', 'warehouse_denied'],
    ['25006', 'warehouse_denied'],
    ['23505', 'unexpected'],
    ['42P01', 'unexpected'],
    ['XX000', 'unexpected'],
  ])('with SQLSTATE %s is %s', (sqlstate, code) => {
    expect(createServerError(createDatabaseError(sqlstate), PLACE)).toMatchObject({
      code,
      message: expect.stringContaining('source main: warehouse db:5432/shop'),
    })
  })

  test('in a statement of ours, or in a query that ran, shows no data, not even in its cause', () => {
    for (const sqlstate of ['22P02', '23505', 'P0001', 'XX000', '57014']) {
      const described = [
        createServerError(createDatabaseError(sqlstate), PLACE),
        createRunError(createDatabaseError(sqlstate), 'people'),
      ]
      expect(inspect(described, { depth: 10 })).not.toContain('secret value')
    }
  })

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'ETIMEDOUT'])(
    'of the network, %s, is one to wait for',
    (code) => {
      expect(createServerError(Object.assign(new Error('connect'), { code }), PLACE)).toMatchObject({
        code: 'warehouse_unreachable',
        kind: 'transient',
      })
    },
  )

  test('of TLS is one for a person', () => {
    const error = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(createServerError(error, PLACE)).toMatchObject({ code: 'warehouse_denied' })
  })

  test('that is none comes back as it is', () => {
    const bug = new TypeError('x is not a function')
    const ours = new SluiceError('query_invalid', 'no')
    expect(createServerError(bug, PLACE)).toBe(bug)
    expect(createServerError(ours, PLACE)).toBe(ours)
    expect(classifyError(bug)).toBe('foreign')
  })

  test('is placed by the line of its character, of any width', () => {
    expect(findLine('select\n😀,\nx', 1)).toBe(1)
    expect(findLine('select\n😀,\nx', 8)).toBe(2)
    expect(findLine('select\n😀,\nx', 11)).toBe(3)
  })
})

describe('a warehouse that cannot be used', () => {
  let opened: TestWarehouse

  beforeAll(async () => {
    opened = await openTestWarehouse()
  })
  afterAll(() => opened.close())

  function openWith(
    change: (url: URL) => void,
    connectTimeoutMs?: number,
  ): ReturnType<typeof openPostgresWarehouse> {
    const url = new URL(opened.url)
    change(url)
    return openPostgresWarehouse({
      connectionString: url.href,
      sourceId: 'main',
      ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
    })
  }

  test('because nobody listens is unreachable, and its password is not told', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const warehouse = openPostgresWarehouse({
      connectionString: `postgres://me:hunter2@127.0.0.1:${port}/shop`,
      sourceId: 'main',
    })
    const error: unknown = await warehouse.check().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'warehouse_unreachable',
      message: `source main: warehouse 127.0.0.1:${port}/shop cannot be reached (ECONNREFUSED): is it up, and is its connection right?`,
    })
    expect(inspect(error, { depth: 10 })).not.toContain('hunter2')
    await warehouse.close()
  })

  test('because it never answers is unreachable', async () => {
    const sockets: { destroy(): void }[] = []
    const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const warehouse = openWith((url) => {
      url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    }, 500)
    await expect(warehouse.check()).rejects.toMatchObject({ code: 'warehouse_unreachable' })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    await warehouse.close()
  })

  test('because all its connections are taken is told so', async () => {
    const role = `crowded_${Math.random().toString(36).slice(2)}`
    await opened.sql(`create role ${role} login password 'hunter2' connection limit 0`)
    const warehouse = openWith((url) => {
      url.username = role
      url.password = 'hunter2'
    })
    await expect(warehouse.check()).rejects.toMatchObject({
      code: 'warehouse_unreachable',
      message: expect.stringContaining(
        'has no connection left (53300 too_many_connections): raise its max_connections',
      ),
    })
    await warehouse.close()
    await opened.sql(`drop role ${role}`)
  })

  test('because there is no such database is denied', async () => {
    const warehouse = openWith((url) => {
      url.pathname = '/nowhere'
    })
    await expect(warehouse.check()).rejects.toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringContaining('database "nowhere" does not exist'),
    })
    await warehouse.close()
  })

  test('because its connection cannot be read is refused without a word of it', () => {
    const open = (): unknown =>
      openPostgresWarehouse({ connectionString: 'postgres://me:hunter2@host:port/x', sourceId: 'main' })
    expect(open).toThrow('source main: its connection cannot be read')
    expect(open).not.toThrow('hunter2')
  })

  test('because its user may not make the state, or read a table, is denied and told what to grant', async () => {
    const role = `limited_${Math.random().toString(36).slice(2)}`
    await opened.sql(`create role ${role} login password 'hunter2'`)
    await opened.sql('create table hidden (id int)')
    const warehouse = openWith((url) => {
      url.username = role
      url.password = 'hunter2'
    })
    const model = { query: 'select * from hidden', identifier: 'id' }
    await expect(warehouse.check()).rejects.toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringMatching(/create schema _sluice there, and grant usage, create on it/),
    })
    await opened.warehouse.check()
    await expect(warehouse.check()).rejects.toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringContaining('grant usage, create on schema _sluice'),
    })
    await opened.sql(`grant usage, create on schema _sluice to ${role}`)
    await expect(warehouse.check()).resolves.toBeUndefined()
    await expect(warehouse.describe(model, 'people')).rejects.toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringContaining('permission denied for table hidden'),
    })
    await opened.sql(`grant select on hidden to ${role}`)
    const request = createStageRequest({ model })
    expect(await warehouse.stage(request)).toMatchObject({ added: 0 })
    await warehouse.commit(request)
    await warehouse.close()
    await opened.sql(`drop owned by ${role}; drop role ${role}`)
  })

  test('because its query fails on a row says how, and not with what value', async () => {
    const model = { query: `select v::int as id from (values ('1'), ('hunter2')) as t (v)`, identifier: 'id' }
    const error: unknown = await opened.warehouse
      .stage(createStageRequest({ model }))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('22P02 invalid_text_representation'),
    })
    expect(inspect(error, { depth: 10 })).not.toContain('hunter2')
  })

  test('for a moment, because its connections were cut, works again with the next call', async () => {
    await opened.warehouse.check()
    await opened.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()',
      ['sluice'],
    )
    const again = async (): Promise<unknown> =>
      opened.warehouse.listStaged().catch(() => opened.warehouse.listStaged())
    expect(await again()).toEqual([])
  })
})
