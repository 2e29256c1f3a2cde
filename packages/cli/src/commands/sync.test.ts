import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { EXTRACT_QUEUE, connectRedis, openQueue } from '@sluice/shared/queues'
import { failSync, listRunningSyncs, recordDestinationError } from '@sluice/shared/store'
import { deliverQueuedSync, takeQueuedSync } from '../testing/play-workers.ts'
import { seedPeople } from '../testing/seed-people.ts'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { CommandResult } from '../testing/run-in-process.ts'

let installation: Installation

beforeAll(async () => {
  installation = await openInstallation()
  await seedPeople(installation)
})
afterAll(() => installation.close())
afterEach(async () => {
  await installation.db.query(`update sluice.syncs set status = 'canceled' where finished_at is null`)
})

const takeSync = () => takeQueuedSync(installation)
const playWorkers = (dead: number) => deliverQueuedSync(installation, dead)
const parse = ({ stdout }: CommandResult): SyncDocument => JSON.parse(stdout) as SyncDocument

describe('sluice sync', () => {
  test('without --wait writes the sync down, tells the extractor, and returns', async () => {
    const result = await installation.sluice(['sync', 'people-identify', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const document = parse(result)
    expect(document).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      mapping: 'people-identify',
      status: 'queued',
      origin: 'manual',
      trigger: 'manual',
      extracted: 0,
      added: 0,
      updated: 0,
      deleted: 0,
      skipped: 0,
      invalid: 0,
      delivered: 0,
      dead: 0,
      inFlight: 0,
      startedAt: null,
      finishedAt: null,
      waiting: null,
      error: null,
      errorCode: null,
    })
    const redis = await connectRedis(installation.env.REDIS_URL ?? '')
    const queue = openQueue(EXTRACT_QUEUE, {
      redis,
      prefix: installation.env.SLUICE_QUEUE_PREFIX ?? '',
      onError: () => {},
    })
    const jobId = EXTRACT_QUEUE.jobId({ sync: document.id, step: 'run' })
    expect(await queue.readState(jobId)).toMatchObject({ state: 'waiting' })
    await queue.close()
    await redis.quit()

    const second = await installation.sluice(['sync', 'people-identify'])
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: `mapping people-identify has a running sync already (${document.id}, queued): wait for it to end\n`,
    })
  })

  test.each([
    ['succeeded', 0, 0],
    ['partial', 2, 3],
  ])('--wait ends with a sync that %s', async (status, dead, code) => {
    const [result] = await Promise.all([
      installation.sluice(['sync', 'people-identify', '--wait', '--json']),
      playWorkers(dead),
    ])
    expect(result).toMatchObject({ code, stderr: '' })
    expect(parse(result)).toMatchObject({
      status,
      extracted: 10,
      skipped: 1,
      delivered: 9 - dead,
      dead,
      inFlight: 0,
    })
  })

  test('--wait prints the document of a failed sync too, and the reason in one line', async () => {
    const [result, id] = await Promise.all([
      installation.sluice(['sync', 'people-identify', '--wait', '--json']),
      takeSync().then(async (sync) => {
        await failSync(
          installation.db,
          sync,
          'warehouse_unreachable',
          'warehouse db:5432/x cannot be reached',
        )
        return sync
      }),
    ])
    expect(result.code).toBe(1)
    expect(parse(result)).toMatchObject({
      id,
      status: 'failed',
      error: 'warehouse db:5432/x cannot be reached',
    })
    expect(result.stderr).toBe(
      `sync ${id} of people-identify failed: warehouse db:5432/x cannot be reached\n`,
    )
  })

  test('--wait ends with 4 when the sync was canceled', async () => {
    const [result] = await Promise.all([
      installation.sluice(['sync', 'people-identify', '--wait']),
      takeSync().then((sync) =>
        installation.db.query(`update sluice.syncs set status = 'canceled' where id = $1`, [sync]),
      ),
    ])
    expect(result).toMatchObject({ code: 4, stderr: '' })
    expect(result.stdout).toMatch(/^people-identify: canceled: 0 changes/)
  })

  test('--timeout ends the waiting and not the sync', async () => {
    const result = await installation.sluice([
      'sync',
      'people-identify',
      '--wait',
      '--timeout',
      '1s',
      '--json',
    ])
    expect(result.code).toBe(1)
    const { id, status } = parse(result)
    expect(status).toBe('queued')
    expect(result.stderr).toBe(
      `the sync has not ended in time; sync ${id} goes on: \`sluice syncs people-identify\` shows how\n`,
    )
    expect(await listRunningSyncs(installation.db)).toHaveLength(1)
  })

  test('Ctrl-C ends the waiting and not the sync', async () => {
    const running = installation.start(['sync', 'people-identify', '--wait'])
    const sync = await takeSync()
    running.child.kill('SIGINT')
    const result = await running.ended
    expect(result.code).toBe(130)
    expect(result.stderr).toBe(`sync ${sync} goes on: \`sluice syncs people-identify\` shows how\n`)
    expect(await listRunningSyncs(installation.db)).toMatchObject([{ id: sync, status: 'staging' }])
  })

  test.each<[string, readonly string[], Readonly<Record<string, string>>, number, RegExp]>([
    ['an unknown mapping', ['nothing'], {}, 2, /^there is no mapping nothing: `sluice status` lists them\n$/],
    [
      'a misspelt mapping',
      ['people-identfy'],
      {},
      2,
      /^there is no mapping people-identfy \(did you mean "people-identify"\?\): `sluice status` lists them\n$/,
    ],
    [
      'a disabled mapping',
      ['people-off'],
      {},
      2,
      /^mapping people-off is disabled: `sluice enable people-off`\n$/,
    ],
    [
      'a disabled destination',
      ['people-to-off'],
      {},
      2,
      /^destination off of mapping people-to-off is disabled/,
    ],
    [
      '--timeout without --wait',
      ['people-identify', '--timeout', '5m'],
      {},
      2,
      /^sluice: --timeout is for --wait/,
    ],
    [
      'an environment without anything',
      ['people-identify'],
      { DATABASE_URL: '', REDIS_URL: 'nowhere' },
      2,
      /^environment: DATABASE_URL is missing: [^\n]*; REDIS_URL must be a URL like [^\n]*\n$/,
    ],
  ])('refuses %s in one line', async (_what, args, env, code, stderr) => {
    const result = await installation.sluice(['sync', ...args], env)
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringMatching(stderr) })
    expect(await listRunningSyncs(installation.db)).toEqual([])
  })

  test('starts no sync when Redis cannot be reached', async () => {
    const result = await installation.sluice(['sync', 'people-identify'], {
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
    })
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(result.stderr).toMatch(
      /^(waiting for Redis at 127\.0\.0\.1:1 …\n)?redis 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)[^\n]*\n$/,
    )
    expect(await listRunningSyncs(installation.db)).toEqual([])
  })
})

describe('sluice syncs', () => {
  test('lists syncs, newest first', async () => {
    const { stdout, code } = await installation.sluice(['syncs', 'people-identify', '--json'])
    const documents = JSON.parse(stdout) as SyncDocument[]
    expect(code).toBe(0)
    const { rows } = await installation.db.query<{ id: string }>(
      'select id from sluice.syncs order by created_at desc',
    )
    expect(documents.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    expect(Object.keys(documents[0] ?? {})).toHaveLength(19)
  })

  test('shows a table to people, as many as asked for', async () => {
    const { stdout } = await installation.sluice(['syncs', '--limit', '2'])
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^SYNC +MAPPING +ORIGIN +STATUS +STARTED +EXTRACTED +DELIVERED$/)
    expect(lines).toHaveLength(2)
  })

  test('refuses an unknown mapping', async () => {
    expect(await installation.sluice(['syncs', 'nothing'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('sluice status', () => {
  test('shows every mapping and destination, and opens no secret', async () => {
    await recordDestinationError(installation.db, 'segment', 'the Tracking API answered 401')
    const env = { SLUICE_SECRET_KEY: '', REDIS_URL: '' }
    const { stdout, code } = await installation.sluice(['status', '--json'], env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      mappings: [
        {
          id: 'people-identify',
          enabled: true,
          schedule: null,
          openDeadLetters: 0,
          lastSync: { mapping: 'people-identify' },
        },
        { id: 'people-off', enabled: false, schedule: { every: '15m' }, isRunning: false, lastSync: null },
        { id: 'people-to-off' },
      ],
      destinations: [
        { id: 'off', enabled: false, lastError: null },
        { id: 'segment', enabled: true, region: 'us-west-2', lastError: 'the Tracking API answered 401' },
      ],
    })
    const table = await installation.sluice(['status'], env)
    expect(table.stdout).toMatch(/people-off +segment +no +every 15m/)
    expect(table.stdout).toMatch(
      /segment +us-west-2 +yes +refused +\d+ (s|min) ago\n {2}reason: the Tracking API answered 401\n/,
    )
  })
})
