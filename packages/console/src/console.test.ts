import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { request } from 'node:http'
import { openConsole, type TestConsole } from './testing/open-console.ts'

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board.close())

const PATHS = [
  '/',
  '/syncs',
  '/dead-letters',
  '/usage',
  '/records',
  '/records?mapping=people&id=42',
  '/alerts',
  '/audit',
  '/tokens',
  '/queues',
  '/queues/',
  '/queues/queue/map',
  '/queues/api/queues',
  '/queues/api/queues/map/some-job',
  '/queues/static/images/logo.svg',
  '/QUEUES/api/queues',
  '/sign-out',
  '/destinations/segment/mappings/new',
  '/mappings/people',
  '/sources',
  '/sources/new',
  '/models/new',
  '/destinations',
  '/nowhere',
]

describe('somebody unknown', () => {
  test.each(PATHS)('gets a 401 and a challenge, and nothing else, at %s', async (path) => {
    const response = await board.ask(path)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('Basic')
    expect(await response.text()).toBe('sign in with HTTP Basic auth, or at /sign-in\n')
  })

  test('gets the sign-in page in a browser, which leads to where it was going, without a dialog', async () => {
    const response = await board.ask('/queues/queue/map?status="failed"', {
      headers: { accept: 'text/html,*/*;q=0.8', 'user-agent': 'Mozilla/5.0 Chrome/150' },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).not.toContain('Basic')
    expect(await response.text()).toContain('value="/queues/queue/map?status=%22failed%22"')
  })

  test.each(['PUT', 'POST', 'PATCH', 'DELETE'])('cannot %s anything', async (method) => {
    const response = await board.ask('/queues/api/queues/map/pause', { method })
    expect(response.status).toBe(401)
    expect(await board.queues.get('map')?.isPaused()).toBe(false)
  })

  test('gets style and logo of that page', async () => {
    const page = await (await board.ask('/sign-in')).text()
    for (const [, path] of page.matchAll(/"(assets\/[^"]+)"/g)) {
      const file = await board.ask(`/${path}`)
      expect(file.status).toBe(200)
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    }
    expect((await board.ask('/logo.svg')).headers.get('content-type')).toContain('image/svg+xml')
  })
})

describe('every answer', () => {
  test.each([...PATHS, '/sign-in', '/logo.svg'].flatMap((path) => [`nobody ${path}`, `ops ${path}`]))(
    'keeps strangers out of the page: %s',
    async (line) => {
      const [as, path = ''] = line.split(' ')
      const { headers } = await board.ask(path, { as: as as 'ops' | 'nobody' })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-powered-by')).toBeNull()
      const isOwnFile = path.includes('/static/') && as === 'ops'
      expect(headers.get('cache-control')).toBe(isOwnFile ? 'private, no-cache' : 'no-store')
    },
  )

  test.each([
    '/',
    '/syncs',
    '/dead-letters',
    '/usage',
    '/audit',
    '/tokens',
    '/sources/new',
    '/models/new',
    '/queues',
    '/queues/queue/map',
    '/sign-in',
    '/sign-out',
  ])('names no other host in the page %s', async (path) => {
    const page = await (await board.ask(path, { as: path === '/sign-in' ? 'nobody' : 'ops' })).text()
    expect(page).toContain('<title>')
    expect(page).not.toMatch(/(?:href|src|action)="(?:https?:)?\/\//)
    expect(page).not.toMatch(/<script(?![^>]*(?:src="static|src="assets\/|type="application\/json"))/)
  })
})

describe('an order from another site', () => {
  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('is refused though the browser is signed in: %j', async (headers) => {
    const order = { method: 'PUT', as: 'ops', headers: headers as Record<string, string> } as const
    expect((await board.ask('/queues/api/queues/map/pause', order)).status).toBe(403)
    expect(await board.queues.get('map')?.isPaused()).toBe(false)
  })
})

describe('a console without credentials', () => {
  let open: TestConsole
  beforeAll(async () => {
    open = await openConsole(null)
  })
  afterAll(() => open.close())

  test('lets everybody in who comes by the name of this machine', async () => {
    expect((await open.ask('/')).status).toBe(200)
    expect((await open.ask('/queues/api/queues')).status).toBe(200)
    expect((await open.ask('/queues/api/queues/map/pause', { method: 'PUT' })).status).toBe(200)
    const { rows } = await open.db.query('select actor from sluice.audit_log')
    expect(rows).toEqual([{ actor: 'console:anybody' }])
  })

  test('answers to no other name, which a page on the web could have pointed here', async () => {
    const status = await new Promise((resolve, reject) => {
      request(open.url, { headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .once('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })
})
