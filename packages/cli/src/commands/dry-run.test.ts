import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { listRunningSyncs, listSyncs, recordForecast } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import { takeQueuedSync } from '../testing/play-workers.ts'
import { seedPeople } from '../testing/seed-people.ts'

let installation: Installation
let folder: string

beforeAll(async () => {
  installation = await openInstallation()
  await seedPeople(installation)
  folder = dirname(await installation.writeFile('some.txt', 'here before'))
})
afterAll(() => installation.close())

const DRY_RUN = ['sync', 'people-identify', '--dry-run']

describe('sluice sync --dry-run', () => {
  test('says in words what would be sent, and what would stop it', async () => {
    const [result] = await Promise.all([
      installation.sluice([...DRY_RUN, '--wait']),
      takeQueuedSync(installation).then((id) =>
        recordForecast(installation.db, id, {
          stagedAt: '2026-01-01T00:00:00.000Z',
          forecast: {
            added: 12_000,
            updated: 30,
            deleted: 1,
            skippedByTrigger: 1,
            skippedByFilter: 77,
            invalid: { mapping_failed: 3, identifier_null: 3 },
            reasons: [{ code: 'mapping_failed', reason: 'no user', rows: 3 }],
            events: { identify: 11_950 },
            bytes: 5_241_113,
            requests: 11,
            apiCalls: 11_950,
            users: 11_950,
            mtus: { atLeast: 9_120, atMost: 11_950 },
            seconds: 0.011,
            held: { calls: 6_950, left: 5_000, limit: 20_000, until: '2026-02-01' },
            guards: [{ code: 'model_empty', message: 'no rows' }],
          },
        }),
      ),
    ])
    expect(result).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'people-identify: dry run: 12,034 changes (12,000 added, 30 updated, 1 deleted); nothing was sent',
        'would send: 11,950 events (11,950 identify) in 11 requests, 5,241,113 bytes',
        'would not: 1 skipped by the trigger, 77 by the filter, 6 invalid',
        '  3 × mapping_failed: no user',
        'costs: 11,950 API calls, 9,120 to 11,950 MTUs (11,950 users)',
        "takes: 0.011 s at the destination's budgets",
        'would wait: 6,950 of these calls until 2026-02-01: 5,000 of the 20,000 of max_calls_per_month are left',
        'would be stopped before that (model_empty): no rows',
        '',
      ].join('\n'),
    })
    const { stdout } = await installation.sluice(['syncs', 'people-identify'])
    expect(stdout).toContain('nothing was sent; would send 11,950 events; a guard would stop it')
  })

  test.each([
    ['--out without --dry-run', ['sync', 'people-identify', '--out', 'x'], /--out is for --dry-run/],
    [
      'a folder that is not there',
      [...DRY_RUN, '--out', '/nowhere/x'],
      /^\/nowhere\/x: there is no such directory\n$/,
    ],
    ['what is no file', [...DRY_RUN, '--out', '/dev/null'], /^\/dev\/null: this is no ordinary file/],
  ])('starts nothing for %s', async (_what, args, stderr) => {
    expect(await installation.sluice(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    })
    expect(await listRunningSyncs(installation.db)).toEqual([])
  })

  test('with --out is ended by Ctrl-C, and leaves what was there as it was', async () => {
    const { child, ended } = installation.start([...DRY_RUN, '--out', join(folder, 'some.txt')])
    await takeQueuedSync(installation)
    expect(await readdir(folder)).toContain('some.txt.partial')
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stdout: expect.stringContaining('dry run: canceled') })
    const [last] = await waitFor('it to have ended', () => listSyncs(installation.db, { limit: 1 }))
    expect(last).toMatchObject({ origin: 'dry_run', status: 'canceled' })
    expect(await readdir(folder)).not.toContain('some.txt.partial')
  })
})
