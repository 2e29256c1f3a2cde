import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePostgresUrl } from './parse-postgres-url.ts'
import { POSTGRES_PARAMETERS } from './postgres-parameters.ts'

const SERVER = { host: 'db', port: 5433, user: 'me', password: 'secret', database: 'shop' }

describe('a connection URL', () => {
  test.each<[string, object]>([
    ['postgres://me:secret@db:5433/shop', SERVER],
    ['postgresql://me:secret@db:5433/shop', SERVER],
    ['  postgres://me:secret@db:5433/shop\n', SERVER],
    ['postgres://db', { host: 'db' }],
    ['postgres:///shop?host=/var/run', { host: '/var/run', database: 'shop' }],
    ['postgres://%2Fvar%2Frun/shop', { host: '/var/run', database: 'shop' }],
    ['postgres://me@[::1]:5433/shop', { host: '::1', port: 5433, user: 'me', database: 'shop' }],
    ['postgres://db/?user=me&password=secret&port=5433&dbname=shop', SERVER],
    [
      'postgres://me:p%40ss%2Fw%23%3F@db/shop',
      { host: 'db', user: 'me', password: 'p@ss/w#?', database: 'shop' },
    ],
    ['postgres://me:100%@db/a%20b', { host: 'db', user: 'me', password: '100%', database: 'a b' }],
    ['postgres://me:p@ss@db/shop', { host: 'db', user: 'me', password: 'p@ss', database: 'shop' }],
    [
      'postgres://db/shop?options=-c%20search_path%3Dapp',
      { host: 'db', database: 'shop', options: '-c search_path=app' },
    ],
    [
      'postgres://db/shop?connect_timeout=5',
      { host: 'db', database: 'shop', connectionTimeoutMillis: 5_000 },
    ],
    [
      'postgres://db/shop?channel_binding=prefer',
      { host: 'db', database: 'shop', enableChannelBinding: true },
    ],
    [
      'postgres://db/shop?target_session_attrs=read-write&sslsni=1&gssencmode=prefer',
      { host: 'db', database: 'shop' },
    ],
  ])('is read: %s', (url, client) => {
    expect(parsePostgresUrl(url)).toEqual({ client, sslMode: null, tls: {}, isLibpq: false })
  })

  test.each([
    ['', null],
    ['sslmode=disable', 'disable'],
    ['sslmode=allow', 'prefer'],
    ['sslmode=Require', 'require'],
    ['SSLMODE=verify-full', 'verify-full'],
    ['SslMode=VERIFY-CA', 'verify-ca'],
    ['ssl=true', 'require'],
    ['ssl=1', 'require'],
    ['ssl=', 'require'],
    ['SSL=On', 'require'],
    ['ssl=verify-full', 'verify-full'],
    ['ssl=no-verify', 'no-verify'],
    ['ssl=false', 'disable'],
    ['ssl=0', 'disable'],
    ['requiressl=1', 'require'],
    ['ssl=true&sslmode=verify-full', 'verify-full'],
    ['ssl=false&sslmode=prefer', 'disable'],
  ])('asks for TLS with %j as %j', (query, sslMode) => {
    expect(parsePostgresUrl(`postgres://db/shop?${query}`)).toMatchObject({ sslMode })
  })

  test.each([
    ['ssl=true&sslmode=disable', 'says two things of TLS'],
    ['ssl=false&sslmode=require', 'says two things of TLS'],
    ['sslmode=verify', 'a parameter sslmode that is none of disable, allow'],
    ['ssl={"rejectUnauthorized":true}', 'a parameter ssl that is neither true nor false'],
    ['ssl_mode=require', 'a parameter ssl_mode that PostgreSQL does not know'],
    ['pgbouncer=true', 'a parameter pgbouncer that PostgreSQL does not know'],
    ['sslcrl=/x', 'a parameter sslcrl that the driver cannot check'],
    ['sslnegotiation=direct', 'a parameter sslnegotiation that needs TLS for certain'],
    ['channel_binding=require', 'a parameter channel_binding that the driver cannot insist on'],
    ['service=shop', 'a parameter service that names a file'],
    ['tcp_user_timeout=5', 'a parameter tcp_user_timeout that the driver cannot set'],
    ['target_session_attrs=standby', 'for a server that cannot be written to'],
    ['sslmode=require&SSLMODE=require', 'a parameter sslmode twice'],
    ['connect_timeout=soon', 'a parameter connect_timeout that is no whole number'],
    ['client_encoding=latin1', 'an encoding other than UTF8'],
    ['host=a,b', 'names more than one host'],
  ])('is refused with %s, and the parameter named', (query, mistake) => {
    expect(parsePostgresUrl(`postgres://db/shop?${query}`)).toEqual({
      mistake: expect.stringContaining(mistake),
    })
  })

  test.each([
    'postgres://me:hunter/2@db/shop',
    'postgres://me:hunter?2@db/shop',
    'postgres://me:hunter#2@db/shop',
    'postgres://me:12/hunter2@db/shop',
    'postgres://me:12?hunter2@db/shop',
    'postgres://me:12?hunter2=@db/shop',
    'postgres://me:12#hunter2@db/shop',
    'postgres://me:hunter2@db:port/shop',
    'postgres://me:hunter2',
    'postgres://me:12?hunter2',
    'postgres://hunter2:5432:5432@a:b:c/shop',
    'mysql://me:hunter2@db/shop',
    'host=db password=hunter2',
    'hunter2',
    '',
  ])('that is not understood is told without a word of it: %s', (url) => {
    const parsed = parsePostgresUrl(url)
    expect(parsed).toEqual({
      mistake: expect.stringMatching(/^cannot be read|^has a parameter whose name is none/),
    })
    expect(JSON.stringify(parsed)).not.toContain('hunter')
  })

  test('gives a password back as it was encoded, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        const url = `postgres://me:${encodeURIComponent(password)}@db/shop`
        expect(parsePostgresUrl(url)).toMatchObject({
          client: { host: 'db', user: 'me', password, database: 'shop' },
        })
      }),
    )
  })

  test('never tells more of an unencoded password than that it is one', () => {
    const word = fc.stringMatching(/^[A-Z]{6,10}$/)
    const sign = fc.constantFrom('/', '?', '#', '@', ':', '&', '=', '%')
    fc.assert(
      fc.property(word, sign, word, sign, word, (a, first, b, second, c) => {
        const parsed = parsePostgresUrl(`postgres://me:${a}${first}${b}${second}${c}@db/shop`)
        const told = 'mistake' in parsed ? parsed.mistake.toUpperCase() : ''
        expect([a, b, c].filter((secret) => told.includes(secret))).toEqual([])
        expect('mistake' in parsed || parsed.client.host === 'db').toBe(true)
      }),
    )
  })

  test('knows nothing of a parameter that an object has by nature', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(parsePostgresUrl(`postgres://db/shop?${name}=1`)).toHaveProperty('mistake')
  })
})

test('every parameter is understood, or refused with a reason that says what to do instead', () => {
  const reasons = Object.values(POSTGRES_PARAMETERS)
    .map((read) => read('such as nobody writes'))
    .filter((meant) => typeof meant === 'string')
  expect(reasons.length).toBeGreaterThan(20)
  expect(reasons.filter((reason) => !/^(that|for|in) /.test(reason))).toEqual([])
})
