import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import { Worker } from 'bullmq'
import { openConsole, type TestConsole } from './testing/open-console.ts'

/** A job that lies under Failed in a queue of its own name. */
async function failJob(console: TestConsole, name: string, jobId: string, reason: string): Promise<void> {
  const queue = console.queues.get(name)
  if (queue === undefined) throw new Error(`there is no queue ${name}`)
  await queue.add(name, { mapping: 'customers' }, { jobId })
  const worker = new Worker(
    name,
    async () => {
      throw new Error(reason)
    },
    { connection: console.redis, prefix: queue.opts.prefix ?? '' },
  )
  await waitFor('a failed job', async () => (await (await queue.getJob(jobId))?.getState()) === 'failed')
  await worker.close()
}

async function readState(console: TestConsole, name: string, jobId: string): Promise<string | undefined> {
  return (await console.queues.get(name)?.getJob(jobId))?.getState()
}

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board.close())

const PATHS = [
  '/',
  '/queues',
  '/queues/',
  '/queues/queue/map',
  '/queues/api/queues',
  '/queues/api/queues/map/some-job',
  '/queues/static/images/logo.svg',
  '/QUEUES/api/queues',
  '/sign-out',
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
    expect((await board.ask('/style.css')).status).toBe(200)
    expect((await board.ask('/logo.svg')).headers.get('content-type')).toContain('image/svg+xml')
  })
})

describe('every answer', () => {
  test.each([...PATHS, '/sign-in', '/style.css'].flatMap((path) => [`nobody ${path}`, `ops ${path}`]))(
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

  test.each(['/', '/queues', '/queues/queue/map', '/sign-in', '/sign-out'])(
    'names no other host in the page %s',
    async (path) => {
      const page = await (await board.ask(path, { as: path === '/sign-in' ? 'nobody' : 'ops' })).text()
      expect(page).toContain('<title>')
      expect(page).not.toMatch(/(?:href|src|action)="(?:https?:)?\/\//)
      expect(page).not.toMatch(/<script(?![^>]*(?:src="static|type="application\/json"))/)
    },
  )
})

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

describe('a viewer', () => {
  beforeAll(() => failJob(board, 'send', 'send-seen', 'refused'))

  test('sees why a job failed, and no stack trace', async () => {
    const seen = await (await board.ask('/queues/api/queues/send/send-seen', { as: 'eve' })).json()
    expect(seen).toMatchObject({ job: { failedReason: 'refused', stacktrace: [] } })
    const full = await (await board.ask('/queues/api/queues/send/send-seen', { as: 'ops' })).json()
    expect(full).toMatchObject({ job: { stacktrace: [expect.stringContaining('refused')] } })
  })

  test.each([
    ['PUT', 'pause'],
    ['PUT', 'send/pause'],
    ['PUT', 'send/send-seen/retry'],
    ['PUT', 'send/send-seen/clean'],
    ['PUT', 'send/clean/failed'],
    ['PUT', 'send/obliterate'],
    ['POST', 'send/add'],
    ['PATCH', 'send/send-seen/update-data'],
    ['PUT', 'send/no-such-job/retry'],
    ['PUT', 'no-such-queue/pause'],
  ])('may not %s %s, whatever it says of itself', async (method, path) => {
    const headers = {
      'x-sluice-user': 'ops',
      'x-sluice-role': 'operator',
      'content-type': 'application/json',
    }
    const response = await board.ask(`/queues/api/queues/${path}`, { as: 'eve', method, headers, body: '{}' })
    expect(response.status).toBe(403)
    expect(await readState(board, 'send', 'send-seen')).toBe('failed')
  })

  test('is shown a board without buttons', async () => {
    const body = await (await board.ask('/queues/api/queues', { as: 'eve' })).json()
    const { queues } = body as { queues: { readOnlyMode: boolean; allowRetries: boolean }[] }
    expect(queues.every(({ readOnlyMode, allowRetries }) => readOnlyMode && !allowRetries)).toBe(true)
  })
})

describe('an operator', () => {
  const order = (path: string, method = 'PUT', body?: string) =>
    board.ask(`/queues/api/queues/${path}`, {
      as: 'ops',
      method,
      headers: { 'content-type': 'application/json', 'x-sluice-user': 'somebody else' },
      ...(body === undefined ? {} : { body }),
    })
  const readAudit = async () =>
    (
      await board.db.query<{
        actor: string
        action: string
        kind: string
        subject_id: string
        after: object
      }>('select actor, action, kind, subject_id, after from sluice.audit_log order by id desc limit 1')
    ).rows[0]

  test('pauses and resumes a queue, which is written down', async () => {
    expect((await order('map/pause')).status).toBe(200)
    expect(await board.queues.get('map')?.isPaused()).toBe(true)
    expect(await readAudit()).toEqual({
      actor: 'console:ops',
      action: 'changed',
      kind: 'queue',
      subject_id: 'map',
      after: { order: 'put /api/queues/:queueName/pause', state: null, job: null, data: null },
    })
    expect((await order('resume')).status).toBe(200)
    expect(await board.queues.get('map')?.isPaused()).toBe(false)
    expect(await readAudit()).toMatchObject({ subject_id: '*' })
  })

  test('retries a failed job, but not one that is under way', async () => {
    await failJob(board, 'map', 'map-one', 'a bug')
    expect((await order('map/map-one/retry')).status).toBe(204)
    expect(await readState(board, 'map', 'map-one')).toBe('waiting')
    const again = await order('map/map-one/retry')
    expect(again.status).toBe(403)
    expect(await again.json()).toMatchObject({ message: expect.stringContaining('under Failed') })
  })

  test.each([
    ['POST', 'send/add', '{"name":"send","data":{},"options":{}}'],
    ['PUT', 'send/empty', undefined],
    ['PUT', 'send/obliterate', '{}'],
    ['PATCH', 'map/map-one/update-data', '{"jobData":{}}'],
    ['PUT', 'map/map-one/clean', undefined],
  ])('cannot break the flow with %s %s, and is told what to do instead', async (method, path, body) => {
    const before = await readAudit()
    const response = await order(path, method, body)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('sluice ') })
    expect(await readAudit()).toEqual(before)
    expect(await readState(board, 'map', 'map-one')).toBe('waiting')
  })

  test('gets a 404 for what is not there', async () => {
    const before = await readAudit()
    expect((await order('map/no-such-job/retry')).status).toBe(404)
    expect((await order('no-such-queue/pause')).status).toBe(404)
    expect(await readAudit()).toEqual(before)
  })

  test('may do nothing that cannot be written down', async () => {
    const mute = await openConsole(undefined, (orders) => ({
      ...orders,
      record: () => Promise.reject(new Error('the control database is away')),
    }))
    try {
      const response = await mute.ask('/queues/api/queues/map/pause', { as: 'ops', method: 'PUT' })
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('nothing was changed') })
      expect(mute.errors).toEqual([new Error('the control database is away')])
      expect(await mute.queues.get('map')?.isPaused()).toBe(false)
    } finally {
      await mute.close()
    }
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
