import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { AlertChannel } from '@sluice/shared/domain'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import { writeMessage } from '../core/write-message.ts'
import { startReceiver, type Receiver } from '../testing/start-receiver.ts'
import type { Post } from './delivery.ts'
import { openCourier, type Courier } from './open-courier.ts'

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const NOW = new Date()
const ALERT = {
  id: 'a-1',
  rule: 'failed',
  kind: 'failed',
  mapping: 'people <&>',
  destination: null,
  sync: 's-1',
  since: NOW,
  cause: 'the query\nof model people failed',
} as const
const message = writeMessage(ALERT, {
  type: 'alert.opened',
  now: NOW,
  consoleUrl: 'https://sluice.example.com/x/',
})
const POST: Post = { id: 'msg_1', message, now: NOW }

let receiver: Receiver
let courier: Courier
let smtp: SMTPServer
const mails: string[] = []

beforeAll(async () => {
  receiver = await startReceiver()
  courier = openCourier()
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'sluice' && password === 'p@ss'
        ? done(null, { user: username })
        : done(new Error('who are you, hunter2?')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody') ? done(new Error('no such user')) : done(),
    onData(stream, _session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        mails.push(Buffer.concat(pieces).toString('utf8'))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
})
afterEach(() => receiver.answer(204))
afterAll(async () => {
  await courier.close()
  await receiver.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
})

const channel = (more: Partial<AlertChannel> = {}): AlertChannel => ({
  id: 'team',
  type: 'webhook',
  url: `${receiver.url}/hook?token=hunter2`,
  secret: SECRET,
  from: null,
  to: null,
  ...more,
})

const email = (more: Partial<AlertChannel> = {}): AlertChannel => {
  const { port } = smtp.server.address() as AddressInfo
  const url = `smtp://sluice:p%40ss@127.0.0.1:${port}`
  return channel({
    type: 'email',
    url,
    from: 'Sluice <sluice@example.com>',
    to: ['ops@example.com'],
    ...more,
  })
}

describe('a webhook', () => {
  test('carries the message, signed as Standard Webhooks says', async () => {
    expect(await courier.send(channel(), POST)).toEqual({ ok: true, detail: 'HTTP 204' })
    const { path, headers, body } = receiver.received.at(-1) ?? { path: '', headers: {}, body: '' }
    expect(path).toBe('/hook?token=hunter2')
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'msg_1' })
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toEqual(message)
    expect(message).toMatchObject({
      cause: 'the query of model people failed',
      link: 'https://sluice.example.com/x/syncs/s-1',
    })
  })

  test('is not signed without a secret, and signs in with what stands in its URL', async () => {
    const url = receiver.url.replace('//', '//me:pa%3Ass@')
    await courier.send(channel({ secret: null, url }), POST)
    const { headers } = receiver.received.at(-1) ?? { headers: {} }
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('me:pa:ss').toString('base64')}`,
    })
    expect(headers).not.toHaveProperty('webhook-signature')
  })

  test.each([
    [500, 2, 'HTTP 500'],
    [429, 2, 'HTTP 429'],
    [404, 1, 'HTTP 404'],
    [302, 1, 'HTTP 302: it leads elsewhere, and redirects are not followed'],
  ])('that answers %d is tried %d times, and nobody is led elsewhere', async (status, tries, detail) => {
    const before = receiver.received.length
    receiver.answer(status, { location: `${receiver.url}/elsewhere` })
    expect(await courier.send(channel(), POST)).toMatchObject({ ok: false, detail })
    const came = receiver.received.slice(before)
    expect(came.map(({ headers }) => headers['webhook-id'])).toEqual(Array(tries).fill('msg_1'))
    expect(came.every(({ path }) => path.startsWith('/hook'))).toBe(true)
  })

  test('that nobody serves is told without its URL', async () => {
    const gone = await startReceiver()
    await gone.close()
    const delivery = await courier.send(channel({ url: `${gone.url}/hunter2` }), POST)
    expect(delivery).toEqual({ ok: false, detail: 'ECONNREFUSED', isTransient: true })
  })
})

test('Slack gets a text in which nothing is taken for a link or a mention', async () => {
  expect(await courier.send(channel({ type: 'slack', secret: null }), POST)).toMatchObject({ ok: true })
  const { text } = JSON.parse(receiver.received.at(-1)?.body ?? '{}') as { text: string }
  expect(text.split('\n')[0]).toBe('*Open: a sync failed (people &lt;&amp;&gt;)*')
  expect(text).toContain('https://sluice.example.com/x/syncs/s-1')
})

describe('e-mail', () => {
  test('arrives with an id that stays the same', async () => {
    expect(await courier.send(email(), POST)).toEqual({ ok: true, detail: 'the server has taken it' })
    const mail = mails.at(-1) ?? ''
    expect(mail).toMatch(/^From: Sluice <sluice@example.com>\r$/m)
    expect(mail).toMatch(/^To: ops@example.com\r$/m)
    expect(mail).toMatch(/^Subject: \[Sluice\] Open: a sync failed/m)
    expect(mail).toMatch(/^Message-ID: <msg_1@sluice.invalid>\r$/m)
    expect(mail).toContain('the query of model people failed')
  })

  test('that the server does not take is told without what the server says', async () => {
    const { port } = smtp.server.address() as AddressInfo
    const refused = await courier.send(email({ url: `smtp://sluice:wrong@127.0.0.1:${port}` }), POST)
    expect(refused).toEqual({
      ok: false,
      detail: 'the server refuses the user and the password (SMTP 535)',
      isTransient: false,
    })
    expect(await courier.send(email({ to: ['nobody@example.com'] }), POST)).toMatchObject({
      ok: false,
      detail: 'the server refuses the sender or a recipient (SMTP 550)',
    })
    const some = await courier.send(email({ to: ['nobody@example.com', 'ops@example.com'] }), POST)
    expect(some).toEqual({ ok: true, detail: 'the server has taken it, but for 1 of the recipients' })
  })

  test('does not tell a password to a server elsewhere that has no TLS', async () => {
    const { port } = smtp.server.address() as AddressInfo
    const before = mails.length
    // Leads here, and is no name of this machine that everybody knows.
    const url = `smtp://sluice:p%40ss@0.0.0.0:${port}`
    expect(await courier.send(email({ url }), POST)).toMatchObject({ ok: false, detail: 'no TLS (SMTP 500)' })
    expect(mails).toHaveLength(before)
  })
})
