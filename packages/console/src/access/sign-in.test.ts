import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
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
    } finally {
      await guessed.close()
    }
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
    expect((await signIn({ user: 'x'.repeat(20_000) })).status).toBe(413)
  })
})
