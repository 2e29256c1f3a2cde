import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startReceiver, type Receiver } from '@sluice/alerts/testing'
import { recordAlert } from '@sluice/shared/store'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'

let board: TestConsole
let receiver: Receiver
beforeAll(async () => {
  board = await openConsole()
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver?.close()
  await board?.close()
})

const look = async (path: string): Promise<string> => (await board.ask(path, { as: 'ops' })).text()

/** Sends a form; where it leads, or what it shows. */
const send = async (path: string, form: Record<string, string> | [string, string][]): Promise<string> => {
  const response = await board.ask(path, {
    as: 'ops',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: board.url },
    body: new URLSearchParams(form).toString(),
  })
  return response.headers.get('location') ?? (await response.text())
}

const readVersion = async (path: string): Promise<string> =>
  /name="version" value="([^"]+)"/.exec(await look(path))?.[1] ?? ''

test('without script: a channel is tried and added, a rule tells it, is changed and muted, and both go again', async () => {
  expect(await look('/alerts')).toContain('Nobody is told when something is wrong.')
  expect(await look('/alerts/channels/new?type=email')).toMatch(/From.*To/s)
  const channel = { id: 'team', type: 'slack', url: `${receiver.url}/hunter2` }
  const tried = await send('/alerts/channels/new', { ...channel, step: 'ask' })
  expect(tried).toContain('The test has arrived: HTTP 204.')
  expect(receiver.received).toHaveLength(1)
  expect(await send('/alerts/channels/new', { ...channel, url: 'nowhere' })).toContain(
    'must be a URL such as',
  )
  expect(await send('/alerts/channels/new', channel)).toMatch(/\/alerts\/channels\/team$/)
  expect(await look('/alerts/channels/team')).not.toContain('hunter2')

  receiver.answer(500)
  const version = await readVersion('/alerts/channels/team')
  expect(await send('/alerts/channels/team', { version, url: '', step: 'ask' })).toContain(
    'failed: the test has not arrived at team: HTTP 500.',
  )
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hunter2', '/hunter2'])
  expect(await send('/alerts/test', { channel: 'team' })).toContain('failed: the test has not arrived')
  expect(await send('/alerts/test', { channel: 'none' })).toContain('there is no channel none')

  const letters = { id: 'letters', on: 'dead_letters', above: '100', channels: 'team' }
  expect(await send('/alerts/rules/new', { ...letters, above: 'many' })).toContain(
    'must be a number of letters',
  )
  expect(await send('/alerts/rules/new', letters)).toMatch(/\/alerts\/rules\/letters$/)
  const rule = await look('/alerts/rules/letters')
  expect(rule).toMatch(/name="channels" value="team" checked/)
  const seen = /name="version" value="([^"]+)"/.exec(rule)?.[1] ?? ''
  const changed = { version: seen, on: 'dead_letters', above: '1d', mapping: '', channels: 'team' }
  expect(await send('/alerts/rules/letters', changed)).toMatch(/\/alerts\/rules\/letters$/)

  const about = { destination: null, sync: null, since: new Date(), cause: '<b>7 open' }
  const of = { rule: 'letters', kind: 'dead_letters', mapping: 'people', subject: 'mapping/people' } as const
  await recordAlert(board.db, { ...of, ...about })
  const open = await look('/alerts')
  expect(open).toContain('&lt;b>7 open')
  expect(open).toContain('href="dead-letters?mapping=people"')
  expect(await send('/alerts/mute', { rule: 'letters', for: '8h' })).toMatch(/\/alerts$/)
  expect(await look('/alerts')).toMatch(/All until .*, by console:ops/s)
  expect(await send('/alerts/unmute', { rule: 'letters' })).toMatch(/\/alerts$/)
  expect(await look('/alerts')).not.toContain('by console:ops')

  expect(await send('/alerts/channels/team/delete', { confirmation: 'team' })).toContain(
    'rule/letters needs it',
  )
  expect(await send('/alerts/rules/letters/delete', { confirmation: 'letters' })).toMatch(/\/alerts$/)
  expect(await send('/alerts/channels/team/delete', { confirmation: 'team' })).toMatch(/\/alerts$/)
  const { rows } = await board.db.query<{ line: string }>(
    `select action || ' ' || kind || ' ' || subject_id as line from sluice.audit_log order by id`,
  )
  expect(rows.map(({ line }) => line)).toEqual([
    'created channel team',
    'created rule letters',
    'updated rule letters',
    'muted rule letters',
    'unmuted rule letters',
    'removed rule letters',
    'removed channel team',
  ])
})
