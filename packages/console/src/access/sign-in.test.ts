import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { sendAtOnce, sendRequests } from '../testing/send-at-once.ts'
import { openConsole, type TestConsole } from '../testing/open-console.ts'

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board.close())

describe('HTTP basic auth', () => {
  test.each(['ops', 'eve'] as const)('lets %s in, at the board and at its api', async (as) => {
    expect((await board.ask('/queues', { as })).status).toBe(200)
    expect((await board.ask('/', { as })).status).toBe(200)
    const response = await board.ask('/queues/api/queues', { as })
    const body = (await response.json()) as { queues: { name: string }[] }
    expect(body.queues.map(({ name }) => name)).toEqual([...board.queues.keys()])
  })

  test('slows guessing down, after which the right password is let in again', async () => {
    const guessed = await openConsole()
    try {
      const guess = () => guessed.ask('/queues', { headers: { authorization: `Basic ${btoa('ops:wrong')}` } })
      const statuses = []
      for (let tries = 0; tries < 12; tries += 1) statuses.push((await guess()).status)
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
      const held = await guessed.ask('/queues', { as: 'ops' })
      expect(held.status).toBe(429)
      expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
      guessed.passMs(59_999)
      expect((await guess()).status).toBe(429)
      // The guesses that were held meanwhile have not made it longer.
      guessed.passMs(1)
      expect((await guessed.ask('/queues', { as: 'ops' })).status).toBe(200)
    } finally {
      await guessed.close()
    }
  })
})

describe('many passwords at once', () => {
  let guessed: TestConsole
  beforeEach(async () => {
    guessed = await openConsole()
  })
  afterEach(() => guessed.close())

  test('in one segment are counted before they are judged: ten are, whatever is among the rest', async () => {
    const wrong = Array.from({ length: 500 }, (_, index) => `ops:guess-${index}`)
    const statuses = await sendAtOnce(guessed.url, [...wrong, 'ops:secret'])
    expect(statuses).toHaveLength(501)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(491)
    guessed.passMs(60_000)
    expect((await guessed.ask('/', { as: 'ops' })).status).toBe(200)
  })

  test('that are right are all let in', async () => {
    const statuses = await sendAtOnce(
      guessed.url,
      Array.from({ length: 100 }, () => 'ops:secret'),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  test('on the sign-in page are counted like the others', async () => {
    const body = 'user=ops&password=guess'
    const request = `POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const statuses = await sendRequests(
      guessed.url,
      Array.from({ length: 100 }, () => request),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(90)
  })

  test('by a stranger lock out nobody else behind the same proxy, nor anybody who is signed in', async () => {
    const session = await guessed.ask('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ user: 'ops', password: 'secret' }),
    })
    const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const guesses = Array.from({ length: 500 }, (_, index) => `ops:guess-${index}`)
    await sendAtOnce(guessed.url, guesses, '198.51.100.1, 203.0.113.9')
    const askFrom = async (address: string) =>
      (await guessed.ask('/', { as: 'ops', headers: { 'x-forwarded-for': address } })).status
    expect(await askFrom('203.0.113.9')).toBe(429)
    expect(await askFrom('203.0.113.7')).toBe(200)
    const signedIn = { cookie, 'x-forwarded-for': '203.0.113.9' }
    expect((await guessed.ask('/', { headers: signedIn })).status).toBe(200)
  })

  test('under addresses that are thought up are no more than one proxy may bring', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 100; index += 1)
      statuses.push(...(await sendAtOnce(guessed.url, ['ops:guess', 'ops:guess'], `198.51.100.${index}`)))
    expect(statuses.filter((status) => status === 401)).toHaveLength(50)
    guessed.passMs(60_000)
    expect((await guessed.ask('/', { as: 'ops', headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(
      200,
    )
  })
})

describe('the sign-in page', () => {
  const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    board.ask('/sign-in', { method: 'POST', headers, body: new URLSearchParams(fields) })
  const readToken = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''

  test('begins a session that scripts and other sites cannot use', async () => {
    const response = await signIn({
      user: 'ops',
      password: 'secret',
      next: '/queues/queue/map?status=failed',
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/queues/queue/map?status=failed')
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(
      /^sluice_session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/,
    )
    const inside = await board.ask('/', { headers: { cookie: `other=1; ${readToken(response)}` } })
    expect(inside.status).toBe(200)
    expect(await inside.text()).toContain('ops <small>operator</small>')
  })

  test('marks the cookie as secure behind https', async () => {
    const response = await signIn({ user: 'eve', password: 'look' }, { 'x-forwarded-proto': 'https' })
    expect(response.headers.getSetCookie()[0]).toContain('; Secure')
    expect(response.headers.get('location')).toBe('/')
  })

  test('refuses a wrong password, and keeps where it was going', async () => {
    const response = await signIn(
      { user: 'ops', password: 'wr<ng', next: '/queues' },
      { accept: 'text/html' },
    )
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    const page = await response.text()
    expect(page).toContain('this user and password are not right')
    expect(page).toContain('name="next" value="/queues"')
    expect(page).not.toContain('wr<ng')
  })

  test.each([
    'https://evil.example',
    '//evil.example/x',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in',
    '',
    'x',
  ])('leads nobody away: %j', async (next) => {
    const response = await signIn({ user: 'ops', password: 'secret', next })
    expect(response.headers.get('location')).toBe('/')
  })

  test('lets a session end after twelve hours, and when its owner ends it', async () => {
    const session = readToken(await signIn({ user: 'ops', password: 'secret' }))
    const other = readToken(await signIn({ user: 'ops', password: 'secret' }))
    const out = await board.ask('/sign-out', { method: 'POST', headers: { cookie: session } })
    expect(out.headers.get('location')).toBe('/sign-in')
    expect(out.headers.getSetCookie()[0]).toMatch(/^sluice_session=; .*Expires=Thu, 01 Jan 1970/)
    expect((await board.ask('/', { headers: { cookie: session } })).status).toBe(401)
    expect((await board.ask('/', { headers: { cookie: other } })).status).toBe(200)
    board.passMs(12 * 3_600_000)
    expect((await board.ask('/', { headers: { cookie: other } })).status).toBe(401)
  })

  test.each(['sluice_session=', 'sluice_session=x', 'sluice_session', 'x', '=;;='])(
    'does not take %j for a session',
    async (cookie) => {
      expect((await board.ask('/', { headers: { cookie } })).status).toBe(401)
    },
  )

  test('takes no sign-in that another site sends, and no endless one', async () => {
    const foreign = await signIn({ user: 'ops', password: 'secret' }, { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    expect(foreign.headers.getSetCookie()).toEqual([])
    expect((await signIn({ user: 'x'.repeat(2_000_000) })).status).toBe(413)
  })
})
