import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recordDelivery } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import { runInProcess, type CommandResult } from '../testing/run-in-process.ts'

let installation: Installation
beforeAll(async () => {
  installation = await openInstallation()
  await installation.db.query(
    `insert into sluice.destinations (id, write_key, region, options)
     values ('segment', 'sealed', 'us-west-2', '{"callsAllowance": 2, "mtuAllowance": 1000}'), ('other', 'sealed', 'us-west-2', '{}')`,
  )
  await recordDelivery(installation.db, 'segment')
  await recordDelivery(installation.db, 'segment')
})
afterAll(() => installation.close())

const run = (...words: readonly string[]): Promise<CommandResult> =>
  runInProcess(['usage', ...words], installation.env)

test('usage tells the calls and MTUs of the month that runs, against the plan', async () => {
  const month = new Date().toISOString().slice(0, 7)
  const { code, stdout } = await run('--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    month,
    destinations: [
      { id: 'other', apiCalls: 0, mtus: 0, callsAllowance: null, mtuAllowance: null },
      { id: 'segment', apiCalls: 2, mtus: 0, callsAllowance: 2, mtuAllowance: 1_000 },
    ],
  })
  const text = (await run()).stdout
  expect(text).toMatch(/^segment .* 2 +2 +100 /m)
  expect(text).toContain('100 % of the API calls of calls_allowance are used (2 of 2)')
})

test('a month without data is zero, and what is no month is wrong use', async () => {
  const old = await run('--month', '1999-12', '--json')
  expect(JSON.parse(old.stdout)).toMatchObject({
    month: '1999-12',
    destinations: [{ apiCalls: 0 }, { apiCalls: 0 }],
  })
  const wrong = await run('--month', '2026-13')
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toContain('it must be a month such as 2026-11')
})
