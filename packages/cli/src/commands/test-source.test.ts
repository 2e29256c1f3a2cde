import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recordModel, recordSource } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { SourceTest } from '@sluice/operations'

const PASSWORD = 'hunter2'

// Roles belong to the whole server, which other test files use too.
const name = (role: string): string => `${role}_${process.pid}`

describe('sluice test-source', () => {
  let sluice: Installation

  beforeAll(async () => {
    sluice = await openInstallation()
    const database = new URL(sluice.warehouseUrl).pathname.slice(1)
    await sluice.warehouse(`
      create table people as select 1 as id, 'private value' as name;
      create table hidden as select 1 as id;
      create schema sales;
      create table sales.orders as select 1 as id;
      revoke all on database ${database} from public;
      create role ${name('maker')} login password '${PASSWORD}';
      create role ${name('poor')} login password '${PASSWORD}';
      create role ${name('reader')} login password '${PASSWORD}';
      create role ${name('frozen')} login password '${PASSWORD}';
      grant create on database ${database} to ${name('maker')};
      grant connect on database ${database} to ${['maker', 'poor', 'reader', 'frozen'].map(name).join(', ')};
      grant select on people to ${['maker', 'poor', 'reader', 'frozen'].map(name).join(', ')};
      alter role ${name('frozen')} set default_transaction_read_only = on`)
    const connect = (role: string, change: (url: URL) => void = () => {}): string => {
      const url = new URL(sluice.warehouseUrl)
      url.username = name(role)
      url.password = PASSWORD
      change(url)
      return url.href
    }
    const record = async (id: string, connection: string, queries: readonly string[]): Promise<void> => {
      await recordSource(sluice.db, sluice.secrets, { id, type: 'postgres', settings: { connection } })
      for (const [index, query] of queries.entries())
        await recordModel(sluice.db, { id: `${id}-${index + 1}`, source: id, identifier: 'id', query })
    }
    const people = 'select * from people'
    await record('sound', connect('maker'), [people])
    await record('poor', connect('poor'), [people])
    await record('frozen', connect('frozen'), [people])
    await record('reader', connect('reader'), [
      people,
      'select * from hidden',
      'select * from sales.orders',
      'select name from people',
      'select id\nfrom poeple',
    ])
    const wrongPassword = (url: URL): void => {
      url.password = `${PASSWORD}-wrong`
    }
    await record('locked', connect('maker', wrongPassword), [people])
    const nowhere = (url: URL): void => {
      url.host = '127.0.0.1:9'
    }
    await record('gone', connect('maker', nowhere), [people])
    await record('garbled', `postgres://me:${PASSWORD}@host:port/x`, [people])
  })
  afterAll(async () => {
    const roles = ['maker', 'poor', 'reader', 'frozen'].map(name).join(', ')
    await sluice.warehouse(`drop owned by ${roles}; drop role ${roles}`)
    await sluice.close()
  })

  const run = async (id: string) => {
    const { code, stdout, stderr } = await sluice.sluice(['test-source', id, '--json'])
    expect(`${stdout}${stderr}`).not.toMatch(/hunter2|private value/)
    return { code, stderr, document: JSON.parse(stdout || 'null') as SourceTest | null }
  }
  const listChecks = (document: SourceTest | null): readonly string[] =>
    document?.checks.map(({ check, status }) => `${check} ${status}`) ?? []
  const findDetail = (document: SourceTest | null, wanted: string): string | undefined =>
    document?.checks.find(({ check }) => check === wanted)?.detail

  test('says in a line each that nothing is wrong, and changes nothing', async () => {
    const { code, stdout } = await sluice.sluice(['test-source', 'sound'])
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(
      /^ok {7}reachable {6}127\.0\.0\.1:\d+\/\w+ lets maker_\d+ in without TLS, from this machine$/,
    )
    expect(lines[1]).toMatch(/^ok {7}version {8}PostgreSQL \d+/)
    expect(lines.slice(2)).toEqual([
      'ok       writable       transactions may write',
      `ok       schema         schema _sluice is not there yet, and ${name('maker')} may make it`,
      'ok       tables         who makes the schema may make tables in it',
      'ok       model sound-1  2 columns, identified by id',
      '',
    ])
    expect(code).toBe(0)
    await sluice.warehouse('create schema _sluice; drop schema _sluice')
  })

  test('says what to run where the schema is missing and may not be made', async () => {
    const { code, document } = await run('poor')
    expect(code).toBe(1)
    expect(listChecks(document)).toEqual([
      'reachable ok',
      'version ok',
      'writable ok',
      'schema failed',
      'tables failed',
      'model poor-1 ok',
    ])
    expect(findDetail(document, 'schema')).toContain(`create schema _sluice authorization "${name('poor')}"`)
  })

  test('says what to grant where tables may not be made, or a model not be read', async () => {
    await sluice.warehouse('create schema _sluice')
    const before = await run('reader')
    expect(before.code).toBe(1)
    const grant = `grant usage, create on schema _sluice to "${name('reader')}"`
    expect(findDetail(before.document, 'tables')).toContain(grant)

    await sluice.warehouse(grant)
    const { code, document } = await run('reader')
    expect(code).toBe(1)
    expect(document).toMatchObject({ source: 'reader', ok: false })
    expect(listChecks(document).slice(3)).toEqual([
      'schema ok',
      'tables ok',
      'model reader-1 ok',
      'model reader-2 failed',
      'model reader-3 failed',
      'model reader-4 failed',
      'model reader-5 failed',
    ])
    expect(findDetail(document, 'model reader-2')).toContain(
      'permission denied for table hidden; grant select on hidden to the user',
    )
    expect(findDetail(document, 'model reader-3')).toContain('grant usage on schema sales to the user')
    expect(findDetail(document, 'model reader-4')).toContain('the identifier "id" is not in the query')
    expect(findDetail(document, 'model reader-5')).toContain('query line 2: relation "poeple" does not exist')

    await sluice.warehouse(
      `create table _sluice.records_old (); alter table _sluice.records_old owner to ${name('poor')}`,
    )
    const warned = await run('reader')
    expect(listChecks(warned.document)).toContain('tables warning')
    expect(findDetail(warned.document, 'tables')).toContain(`owner to "${name('reader')}"`)
    await sluice.warehouse('drop schema _sluice cascade')
  })

  test('says that a server or a user is read-only', async () => {
    const { code, document } = await run('frozen')
    expect(code).toBe(1)
    expect(findDetail(document, 'writable')).toContain(
      `alter role "${name('frozen')}" set default_transaction_read_only = off`,
    )
  })

  test.each([
    ['locked', 'refuses: password authentication failed'],
    ['gone', '127.0.0.1:9/'],
    ['garbled', 'its connection cannot be read'],
  ])('says why %s lets nobody in, and looks no further', async (id, detail) => {
    const { code, document } = await run(id)
    expect(code).toBe(1)
    expect(listChecks(document)).toEqual(['reachable failed'])
    expect(findDetail(document, 'reachable')).toContain(detail)
  })

  test('wants a source that there is', async () => {
    const unknown = await run('sond')
    expect(unknown).toMatchObject({ code: 2, document: null })
    expect(unknown.stderr).toContain('there is no source sond (did you mean "sound"?)')
  })
})
