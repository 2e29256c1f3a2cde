import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { QUEUES, connectRedis } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { startProcess, type StartedProcess, PROGRAM } from '@sluice/cli/testing'
import { openPipeline, WORKERS, type Pipeline } from './open-pipeline.ts'

/** Values that stand nowhere else, so that finding one is proof. */
const mark = (what: string): string => `${what}-${randomBytes(6).toString('hex')}`
const ROW = {
  id: mark('id'),
  email: mark('email'),
  bad: mark('bad'),
  twin: mark('twin'),
  large: mark('large'),
}
const PASSWORD = mark('console')

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select * from people" }
  - { id: broken, source: warehouse, identifier: person_id, query: "select person_id, email::int as n from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated, deleted]
    fields:
      user_id: { "@path": "$.properties.person_id" }
      anonymous_id: { "@path": "$.properties.anonymous" }
      traits: { email: { "@path": "$.properties.email" } }
  - id: broken-track
    model: broken
    destination: segment-us
    action: sendTrack
    trigger: added
    fields: { user_id: { "@path": "$.properties.person_id" }, event_name: x }
`

describe('no write key, password or row value stands in clear', () => {
  let pipeline: Pipeline
  let board: StartedProcess
  const boardLines: string[] = []

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text, email text, anonymous jsonb)')
    await pipeline.warehouse(
      `insert into people values ($1, $2, null), ($3, $2, to_jsonb(array[$3])), ($4, $2, null), ($4, $3, null), ($5, repeat($2, 2000), null)`,
      [ROW.id, ROW.email, ROW.bad, ROW.twin, ROW.large],
    )
    await pipeline.startWorkers()
    board = await startProcess(
      PROGRAM,
      ['start', 'console'],
      {
        ...pipeline.env,
        SLUICE_CONSOLE_USER: 'ops',
        SLUICE_CONSOLE_PASSWORD: PASSWORD,
        SLUICE_CONSOLE_PORT: '0',
      },
      'worker ready',
      (line) => boardLines.push(line),
    )
    const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
    if (code !== 0) throw new Error(stderr)
    // In flight, refused, repeated, dead in every way: what could be told is told now.
    pipeline.emulator.setFaults([
      { match: { userId: ROW.id }, action: { type: 'status', status: 503 }, times: 1 },
      { match: { userId: ROW.id }, action: { type: 'status', status: 400 }, times: 2 },
    ])
    await pipeline.sluice(['sync', 'people-identify', '--wait'])
    await pipeline.sluice(['sync', 'broken-track', '--wait'])
    await waitFor('the letters to stand on the board', async () => {
      const redis = await connectRedis(pipeline.redisUrl)
      const failed = await redis.zcard(`${pipeline.prefix}:dead-letter:failed`)
      await redis.quit()
      return failed >= 3
    })
    // One more that stays under way while everything is looked at.
    pipeline.emulator.setFaults([{ action: { type: 'hang' } }])
    await pipeline.warehouse(`update people set email = $1 where person_id = $2`, [`${ROW.email}-2`, ROW.id])
    await pipeline.sluice(['sync', 'people-identify'])
    await waitFor('a request to hang', () => pipeline.emulator.faults().some(({ caught }) => caught > 0))
  })
  afterAll(async () => {
    await board.stop()
    await pipeline.close()
  })

  const secrets = (): readonly (readonly [string, string])[] => [
    ...Object.entries(ROW),
    ['write key', pipeline.writeKeys.us],
    ['write key in a header', Buffer.from(`${pipeline.writeKeys.us}:`).toString('base64')],
    ['password of the warehouse', new URL(pipeline.warehouseUrl).password],
    ['secret key', pipeline.env['SLUICE_SECRET_KEY'] ?? ''],
    ['password of the console', PASSWORD],
  ]
  const expectNone = (place: string, text: string): void => {
    expect(text.length).toBeGreaterThan(0)
    const found = secrets().filter(([, secret]) => text.includes(secret))
    expect({ place, found: found.map(([what]) => what) }).toEqual({ place, found: [] })
  }

  test('in a log', () => {
    expect(pipeline.lines.length).toBeGreaterThan(WORKERS.length)
    expectNone('workers', pipeline.lines.join('\n'))
    expectNone('console', boardLines.join('\n'))
  })

  test('in a metric or a health page', async () => {
    for (const part of WORKERS) {
      for (const path of ['/metrics', '/readyz', '/livez', '/nowhere'])
        expectNone(`${part} ${path}`, await pipeline.ask(part, path))
    }
  })

  test('in Redis, while a sync is under way too', async () => {
    const redis = await connectRedis(pipeline.redisUrl)
    const keys = await redis.keys(`${pipeline.prefix}*`)
    expect(keys.some((key) => key.includes(':payload:'))).toBe(true)
    for (const key of keys) {
      // Whatever the type of a key, its dump holds its bytes; short strings are not
      // compressed in it, long ones are read as they are.
      const type = await redis.type(key)
      const value = type === 'string' ? await redis.getBuffer(key) : await redis.dumpBuffer(key)
      expectNone(key, `${key} ${value?.toString('latin1') ?? ''}`)
      if (type === 'hash') expectNone(key, JSON.stringify(await redis.hgetall(key)))
      if (type === 'stream') expectNone(key, JSON.stringify(await redis.xrange(key, '-', '+')))
    }
    await redis.quit()
  })

  test('in the control database', async () => {
    const tables = await pipeline.control<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'sluice'`,
    )
    for (const { name } of tables)
      expectNone(name, `${name} ${JSON.stringify(await pipeline.control(`select * from sluice.${name}`))}`)
  })

  test('on a page, whoever has signed in', async () => {
    const url = boardLines.map((line) => /"url":"([^"]+)"/.exec(line)?.[1]).find(Boolean) ?? ''
    const authorization = `Basic ${Buffer.from(`ops:${PASSWORD}`).toString('base64')}`
    const read = async (path: string, signedIn = true): Promise<string> => {
      const response = await fetch(url + path, { headers: signedIn ? { authorization } : {} })
      return `${response.status} ${await response.text()}`
    }
    for (const path of ['/', '/queues', '/queues/api/queues'])
      expectNone(`${path} signed out`, await read(path, false))
    const syncs = (
      await pipeline.control<{ path: string }>(`select '/syncs/' || id as path from sluice.syncs`)
    ).map(({ path }) => path)
    for (const path of [
      '/',
      '/queues',
      '/syncs',
      ...syncs,
      '/dead-letters',
      '/dead-letters/1',
      '/audit',
      '/tokens',
    ])
      expectNone(path, await read(path))
    for (const { name } of QUEUES) {
      for (const status of ['failed', 'completed', 'active', 'delayed', 'waiting', 'latest'])
        expectNone(
          `${name} ${status}`,
          await read(`/queues/api/queues?activeQueue=${name}&status=${status}&page=1&jobsPerPage=50`),
        )
    }
  })

  test('in what a command says, but the one that shows a letter', async () => {
    for (const args of [
      ['status'],
      ['syncs'],
      ['syncs', '--json'],
      ['export'],
      ['test-source', 'warehouse'],
    ]) {
      const { stdout, stderr } = await pipeline.sluice(args)
      expectNone(args.join(' '), stdout + stderr)
    }
  })
})
