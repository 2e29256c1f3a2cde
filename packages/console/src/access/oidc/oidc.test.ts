import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { RequestHandler } from 'express'
import { createApp } from '../../create-app.ts'
import { createGate } from '../create-gate.ts'
import { openBrowser } from '../../testing/open-browser.ts'
import { createProvider } from './create-provider.ts'
import { CALLBACK_PATH, type OidcConfig } from './oidc-config.ts'
import { startProvider, type TestProvider } from './testing/start-provider.ts'

const BASE = '/sluice'
const ADA = { sub: '1', email: 'ada@x.example', email_verified: true, groups: ['data-eng'] }

let provider: TestProvider
let server: Server
let url: string
let config: OidcConfig
const clock = { ms: 0 }
const refusals: object[] = []

const board: RequestHandler = (request, response) =>
  void response.send(`board ${request.method} ${request.body}`)

/** A console whose pages need no database. */
const createConsole = (oidc: OidcConfig) =>
  createApp({
    gate: createGate(
      [{ user: 'ops', password: 'secret', role: 'operator' }],
      () => clock.ms,
      () => {},
    ),
    oidc: {
      config: oidc,
      provider: createProvider(oidc),
      now: () => clock.ms,
      onRefused: (fields) => void refusals.push(fields),
    },
    basePath: BASE,
    apiOrigins: [],
    isRedisReady: () => true,
    boards: { operator: board, viewer: board },
    pages: { now: () => clock.ms } as never,
    files: { files: [], find: () => '' },
    onError: (error) => void refusals.push({ error }),
  })

beforeAll(async () => {
  provider = await startProvider()
  let app: ReturnType<typeof createApp> | undefined
  server = createServer((request, response) => app?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  config = {
    issuer: new URL(provider.issuer),
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    redirectUrl: new URL(`${url.replace('127.0.0.1', 'localhost')}${BASE}${CALLBACK_PATH}`),
    name: 'Example',
    roleClaim: 'groups',
    operators: ['data-eng'],
    viewers: ['staff'],
  }
  app = createConsole(config)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await provider.close()
})
beforeEach(() => {
  refusals.length = 0
  provider.isRefusing = false
  provider.claims = ADA
})

/** Somebody whose browser keeps cookies, and follows nothing by itself. */
function openVisitor(base = url) {
  const cookies = new Map<string, string>()
  const visit = async (path: string, options: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, accept: 'text/html', ...(options.headers as Record<string, string>) }
    const response = await fetch(new URL(path, base), { redirect: 'manual', ...options, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    visit,
    send: (path: string, fields: Record<string, string>) =>
      visit(path, { method: 'POST', body: new URLSearchParams(fields) }),
    /** Begins at the sign-in page, and comes back from the provider; the address of the way back. */
    async goThrough(fields: Record<string, string> = {}): Promise<string> {
      const begun = await this.send(`${BASE}/sign-in/with`, { next: `${BASE}/sign-out`, ...fields })
      const leads = (begun.headers.get('refresh') ?? '').replace('0;url=', '')
      const answered = await fetch(leads, { redirect: 'manual' })
      return answered.headers.get('location') ?? ''
    },
  }
}

describe('signing in at a provider', () => {
  test('stands on the sign-in page beside the accounts', async () => {
    const page = await (await openVisitor().visit(`${BASE}/sign-in`)).text()
    expect(page).toContain('Sign in with Example')
    expect(page).toContain('Password')
  })

  test('leads there with PKCE, and back in as who one is, with what one may do', async () => {
    const browser = openVisitor()
    const back = await browser.goThrough()
    expect(Object.fromEntries(provider.lastRequest)).toMatchObject({
      response_type: 'code',
      client_id: 'sluice',
      redirect_uri: config.redirectUrl.href,
      code_challenge_method: 'S256',
      scope: expect.stringContaining('openid'),
    })
    const entered = await browser.visit(back)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `${BASE}/sign-out`])
    expect(entered.headers.getSetCookie().join('\n')).toMatch(/sluice_session=.*HttpOnly; SameSite=Lax/)
    expect(await (await browser.visit(`${BASE}/sign-out`)).text()).toContain('oidc:ada@x.example')
    expect(refusals).toEqual([])
  })

  test('ends by signing out', async () => {
    const browser = openVisitor()
    await browser.visit(await browser.goThrough())
    expect((await browser.visit(`${BASE}/sign-out`)).status).toBe(200)
    const kept = new Map(browser.cookies)
    await browser.send(`${BASE}/sign-out`, {})
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await browser.visit(`${BASE}/sign-out`)).status).toBe(401)
  })

  test('goes on with a form that was sent when a session had ended', async () => {
    const browser = openVisitor()
    const back = await browser.goThrough({ next: `${BASE}/queues/x`, carried: 'name=typed' })
    expect(await (await browser.visit(back)).text()).toBe('board POST name=typed')
  })

  test.each<[string, () => void, RegExp]>([
    ['has no role', () => (provider.claims = { ...ADA, groups: ['sales'] }), /has no role here/],
    ['is refused there', () => (provider.isRefusing = true), /did not let you in/],
    [
      'brings the token of another sign-in',
      () => (provider.claims = { ...ADA, nonce: 'other' }),
      /did not let/,
    ],
  ])('keeps out whoever %s', async (_what, change, complaint) => {
    const browser = openVisitor()
    change()
    const answer = await browser.visit(await browser.goThrough())
    expect(answer.status).toBe(401)
    expect(await answer.text()).toMatch(complaint)
    expect(browser.cookies.has('sluice_session')).toBe(false)
    expect(refusals).toHaveLength(1)
  })

  test('is finished by the browser that began it, once, and with the state that it was given', async () => {
    const browser = openVisitor()
    const back = await browser.goThrough()
    expect((await openVisitor().visit(back)).status).toBe(401)
    const forged = back.replace(/state=[^&]+/, 'state=forged')
    expect((await browser.visit(forged)).status).toBe(401)
    expect((await browser.visit(back)).status).toBe(401)
  })

  test('that takes too long is over', async () => {
    const browser = openVisitor()
    const back = await browser.goThrough()
    clock.ms += 600_000
    const answer = await browser.visit(back)
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('took too long')])
  })

  test('leads to no other site', async () => {
    const browser = openVisitor()
    const entered = await browser.visit(await browser.goThrough({ next: 'https://evil.example/' }))
    expect(entered.headers.get('location')).toBe(`${BASE}/`)
  })
})

test('a real browser goes there and comes back signed in', async () => {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    // By another name, the provider is another site.
    await page.goto(`${url.replace('127.0.0.1', 'localhost')}${BASE}/sign-out`)
    await page.getByRole('button', { name: 'Sign in with Example' }).click()
    await page.getByText('You are signed in as oidc:ada@x.example').waitFor()
  } finally {
    await browser.close()
  }
})

test('a provider that is away keeps nobody from the accounts, and is asked again later', async () => {
  const away = createServer()
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
  const { port } = away.address() as AddressInfo
  await new Promise((resolve) => away.close(resolve))
  const app = createConsole({ ...config, issuer: new URL(`http://127.0.0.1:${port}`) })
  const other = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  try {
    const browser = openVisitor(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)
    const answer = await browser.send(`${BASE}/sign-in/with`, { next: `${BASE}/`, carried: 'name=typed' })
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('Example does not answer')
    expect(page).toContain('name=typed')
    const signedIn = await browser.send(`${BASE}/sign-in`, {
      user: 'ops',
      password: 'secret',
      next: `${BASE}/sign-out`,
    })
    expect(signedIn.status).toBe(303)
  } finally {
    other.closeAllConnections()
    await new Promise((resolve) => other.close(resolve))
  }
})

describe('signing out', () => {
  test('leads to where the provider ends its session, too, and back to the sign-in page', async () => {
    const visitor = openVisitor()
    await visitor.visit(await visitor.goThrough())
    const left = await visitor.send(`${BASE}/sign-out`, {})
    expect(await left.text()).toContain('Signing out of Example')
    const end = new URL((left.headers.get('refresh') ?? '').replace('0;url=', ''))
    expect(`${end.origin}${end.pathname}`).toBe(`${provider.issuer}/end`)
    expect(end.searchParams.get('post_logout_redirect_uri')).toBe(
      `${url.replace('127.0.0.1', 'localhost')}${BASE}/sign-in`,
    )
    expect(end.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect((await visitor.visit(`${BASE}/sign-out`)).status).toBe(401)
  })

  test('of an account of the console, and where a provider has no such place, leads to the sign-in page', async () => {
    const { visit, send } = openVisitor()
    await send(`${BASE}/sign-in`, { user: 'ops', password: 'secret', next: `${BASE}/sign-out` })
    const left = await send(`${BASE}/sign-out`, {})
    expect([left.status, left.headers.get('location')]).toEqual([303, `${BASE}/sign-in`])
    expect((await visit(`${BASE}/sign-out`)).status).toBe(401)
    provider.endsSessions = false
    expect(await createProvider(config).findEnd('a.b.c')).toBeNull()
    provider.endsSessions = true
  })
})
