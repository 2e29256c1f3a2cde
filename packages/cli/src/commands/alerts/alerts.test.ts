import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startReceiver, type Receiver } from '@sluice/alerts/testing'
import { recordAlert, recordAlertChannel, recordAlertRule } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../../testing/open-installation.ts'
import { runInProcess } from '../../testing/run-in-process.ts'

let installation: Installation
let receiver: Receiver
beforeAll(async () => {
  installation = await openInstallation()
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver.close()
  await installation.close()
})

test('what is wrong is listed, a channel is tried, and a rule is muted and heard again', async () => {
  const { db, secrets, env } = installation
  const run = (...args: string[]) => runInProcess(['alerts', ...args], env)
  expect((await run('ls')).stdout).toContain('no rules yet: `alerts:` in sluice.yaml')
  const people = { secret: null, from: null, to: null }
  await recordAlertChannel(db, secrets, { id: 'team', type: 'slack', url: receiver.url, ...people })
  await recordAlertRule(db, { id: 'failed', on: 'failed', mapping: null, above: null, channels: ['team'] })
  expect((await run('ls')).stdout).toMatch(
    /^nothing is wrong, and nothing was\n\nCHANNEL .*\nteam +slack +ok +never\n$/,
  )

  expect(await run('test', 'team')).toMatchObject({
    code: 0,
    stdout: 'the test has arrived at team: HTTP 204\n',
  })
  receiver.answer(404)
  const failed = await run('test', 'team', '--json')
  expect(failed).toMatchObject({ code: 1 })
  expect(JSON.parse(failed.stdout)).toEqual({ channel: 'team', ok: false, detail: 'HTTP 404' })
  expect(await run('test', 'tam')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no channel tam (did you mean "team"?)'),
  })

  const about = {
    mapping: 'people',
    destination: null,
    sync: null,
    since: new Date(),
    cause: 'no such table',
  }
  await recordAlert(db, { rule: 'failed', kind: 'failed', subject: 'mapping/people', ...about })
  expect((await run('ls')).stdout).toMatch(/^ALERT .*\nopen +failed +people +0 s ago +no such table\n/)
  expect((await run('mute', 'failed', '--for', '8h')).stdout).toMatch(/^rule failed is muted until 2.*Z\n$/)
  expect((await run('ls')).stdout).toMatch(/\nmuted +failed/)
  const listed = JSON.parse((await run('ls', '--json')).stdout)
  expect(listed).toMatchObject({
    open: [{ rule: 'failed', kind: 'failed', state: 'open', mapping: 'people', told: [] }],
    resolved: [],
    channels: [{ id: 'team', type: 'slack', failingSince: null, waiting: 0 }],
    rules: [{ id: 'failed', on: 'failed', mutes: [{ mapping: null, destination: null }] }],
  })
  expect((await run('unmute', 'failed')).stdout).toBe('rule failed is told of again\n')
  expect((await run('unmute', 'failed')).stdout).toBe('rule failed was not muted so\n')
  for (const wrong of [
    ['mute', 'failed', '--for', 'ever'],
    ['mute', 'failed', '--for', '91d'],
    ['mute', 'fail', '--for', '1h'],
    ['mute', 'failed', '--for', '1h', '--mapping', 'none'],
  ])
    expect(await run(...wrong)).toMatchObject({ code: 2 })
  const { rows } = await db.query('select action, kind, subject_id from sluice.audit_log order by id')
  const rule = { kind: 'rule', subject_id: 'failed' }
  expect(rows).toEqual([
    { action: 'muted', ...rule },
    { action: 'unmuted', ...rule },
  ])
})
