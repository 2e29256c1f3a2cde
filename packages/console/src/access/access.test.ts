import { describe, expect, test } from '@jest/globals'
import { chooseChallenge } from './choose-challenge.ts'
import { createCredentialCheck } from './create-credential-check.ts'
import { SESSION_LIFETIME_MS, createSessions } from './create-sessions.ts'
import { isFromOtherSite } from './is-from-other-site.ts'
import { isLoopbackHost } from './is-loopback.ts'
import { parseBasicAuth } from './parse-basic-auth.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('basic auth', () => {
  test.each([
    [basic('ops:secret'), { user: 'ops', password: 'secret' }],
    [basic('ops:se:cret'), { user: 'ops', password: 'se:cret' }],
    [basic('öps:gehëim'), { user: 'öps', password: 'gehëim' }],
    [basic('ops:'), { user: 'ops', password: '' }],
    [basic('ops'), null],
    ['Bearer abc', null],
    ['Basic', null],
    ['', null],
    [undefined, null],
  ])('reads %j', (header, expected) => {
    expect(parseBasicAuth(header)).toEqual(expected)
  })

  test('knows who it is by both parts together', () => {
    const find = createCredentialCheck([
      { user: 'ops', password: 'secret', role: 'operator' },
      { user: 'eve', password: 'look', role: 'viewer' },
    ])
    expect(find('ops', 'secret')).toEqual({ user: 'ops', role: 'operator' })
    expect(find('eve', 'look')).toEqual({ user: 'eve', role: 'viewer' })
    for (const [user, password] of [
      ['ops', 'look'],
      ['eve', 'secret'],
      ['ops', ''],
      ['', ''],
      ['ops', 'secret '],
    ] as const) {
      expect(find(user, password)).toBeNull()
    }
  })
})

describe('sessions', () => {
  const account = { user: 'ops', role: 'operator' } as const

  test('last twelve hours', () => {
    let nowMs = 0
    const sessions = createSessions(() => nowMs)
    const token = sessions.begin(account)
    nowMs = SESSION_LIFETIME_MS - 1
    expect(sessions.read(token)).toEqual(account)
    nowMs = SESSION_LIFETIME_MS
    expect(sessions.read(token)).toBeNull()
  })

  test('end when they are ended, each for itself', () => {
    const sessions = createSessions(() => 0)
    const [first, second] = [sessions.begin(account), sessions.begin(account)]
    sessions.end(first)
    expect(sessions.read(first)).toBeNull()
    expect(sessions.read(second)).toEqual(account)
    expect(sessions.read('made up')).toBeNull()
  })

  test('do not pile up', () => {
    const sessions = createSessions(() => 0)
    const tokens = Array.from({ length: 1_500 }, () => sessions.begin(account))
    expect(tokens.filter((token) => sessions.read(token) !== null)).toHaveLength(1_000)
    expect(sessions.read(tokens.at(-1) ?? '')).toEqual(account)
  })
})

describe('an order', () => {
  const host = 'console.internal:3000'

  test.each([
    ['of a program', 'PUT', {}, false],
    ['of our own page', 'PUT', { 'sec-fetch-site': 'same-origin' }, false],
    ['that a person typed', 'POST', { 'sec-fetch-site': 'none' }, false],
    ['of another site', 'PUT', { 'sec-fetch-site': 'cross-site' }, true],
    ['of a neighbour on the same domain', 'POST', { 'sec-fetch-site': 'same-site' }, true],
    ['of another site, over http', 'POST', { origin: 'http://evil.example' }, true],
    ['of another port, over http', 'POST', { origin: 'http://console.internal:8080' }, true],
    ['of a sandboxed page', 'POST', { origin: 'null' }, true],
    ['of our own page, over http', 'POST', { origin: `http://${host}` }, false],
    [
      'of our own page, behind a proxy',
      'POST',
      { origin: 'https://ops.example', 'x-forwarded-host': 'ops.example' },
      false,
    ],
    ['that is only a question', 'GET', { 'sec-fetch-site': 'cross-site' }, false],
  ])('%s', (_what, method, headers, expected) => {
    expect(isFromOtherSite(method, { host, ...headers })).toBe(expected)
  })
})

test.each([
  ['127.0.0.1:3000', true],
  ['localhost', true],
  ['[::1]:3000', true],
  ['evil.example:3000', false],
  ['127.0.0.1.evil.example', false],
  [undefined, false],
])('the host %s is this machine: %s', (header, expected) => {
  expect(isLoopbackHost(header)).toBe(expected)
})

test.each([
  ['curl/8.0', 'Basic'],
  [undefined, 'Basic'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0.0.0 Safari/537.36', 'Basic'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36', 'Cookie'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15', 'Cookie'],
])('%s is challenged for %s', (agent, scheme) => {
  expect(chooseChallenge(agent === undefined ? {} : { 'user-agent': agent }, '')).toMatch(
    new RegExp(`^${scheme} `),
  )
})
