import { describe, expect, test } from '@jest/globals'
import { parseRedisUrl } from './parse-redis-url.ts'

const PLAIN = {
  kind: 'server',
  isTls: false,
  username: null,
  password: null,
  database: 0,
  primary: '',
  sentinelUsername: null,
  sentinelPassword: null,
  family: null,
}

describe('a REDIS_URL is read as', () => {
  test.each([
    ['a server', 'redis://localhost', { nodes: [{ host: 'localhost', port: 6379 }] }],
    [
      'a server with a user, a database and TLS',
      'rediss://ops:s%40cret%2F@cache.example:6380/2',
      {
        nodes: [{ host: 'cache.example', port: 6380 }],
        isTls: true,
        username: 'ops',
        password: 's@cret/',
        database: 2,
      },
    ],
    [
      'an IPv6 address',
      'redis://:p:w,x@[::1]:6379?family=6',
      { nodes: [{ host: '::1', port: 6379 }], password: 'p:w,x', family: 6 },
    ],
    [
      'the nodes of a cluster',
      'redis://:pw@a:1, redis://b:2',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
        password: 'pw',
      },
    ],
    [
      'sentinels and what they call their primary',
      'redis+sentinel://ops:pw@s1:26379,s2/mymaster/3?sentinel_password=other',
      {
        kind: 'sentinel',
        nodes: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 26_379 },
        ],
        username: 'ops',
        password: 'pw',
        primary: 'mymaster',
        database: 3,
        sentinelPassword: 'other',
      },
    ],
    [
      'sentinels over TLS',
      'rediss+sentinel://s1/mymaster',
      { kind: 'sentinel', nodes: [{ host: 's1', port: 26_379 }], isTls: true, primary: 'mymaster' },
    ],
  ])('%s', (_what, url, expected) => {
    expect(parseRedisUrl(url)).toEqual({ ...PLAIN, ...expected })
  })
})

describe('a REDIS_URL that is not understood is refused, and nothing of it is repeated:', () => {
  test.each([
    ['hunter2', 'must be a URL'],
    ['http://hunter2:6379', 'must be a URL'],
    ['redis://', 'must be a URL'],
    ['redis://:hun@ter2@host', 'percent-encoded'],
    ['redis://:hun/ter2@host', 'percent-encoded'],
    ['redis://:hun?ter2@host', 'percent-encoded'],
    ['redis://:hun#ter2@host', 'percent-encoded'],
    ['redis://ops:123?hunter2@host', 'percent-encoded'],
    ['redis://:hun%ter2@host', 'percent-encoded'],
    ['redis://host:99999', 'must be a URL'],
    ['redis://host/hunter2', 'by its number'],
    ['redis://host?hunter2=1', 'it takes family'],
    ['redis://host?family=hunter2', '0, 4 or 6'],
    ['redis://a/2,redis://hunter2', 'database other than 0'],
    ['redis://a,rediss://hunter2', 'different protocols'],
    ['redis://:hunter2@a,redis://:hunter3@b', 'different protocols, users or passwords'],
    ['redis+sentinel://:hunter2@s1:26379', 'what the sentinels call their primary'],
    ['redis+sentinel://:hun@ter2@s1/mymaster', 'percent-encoded'],
    ['redis+sentinel://s1/mymaster?hunter2=x', 'it takes family, sentinel_username, sentinel_password'],
  ])('%s', (url, expected) => {
    const parsed = parseRedisUrl(url)
    expect(parsed).toEqual({ mistake: expect.stringContaining(expected) })
    expect(JSON.stringify(parsed)).not.toMatch(/hun|ter2|123/)
  })
})
