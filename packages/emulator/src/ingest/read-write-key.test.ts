import { describe, expect, test } from '@jest/globals'
import { readWriteKey } from './read-write-key.ts'

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`

describe('readWriteKey', () => {
  test.each([
    ['the user name of Basic auth is the key', basic('key:'), undefined, 'key'],
    ['the password is ignored', basic('key:secret'), undefined, 'key'],
    ['the colon may be missing', basic('key'), undefined, 'key'],
    ['the scheme is not case-sensitive', basic('key:').replace('Basic', 'basic'), undefined, 'key'],
    ['the body names the key too', undefined, 'key', 'key'],
    ['the header counts more than the body', basic('header:'), 'body', 'header'],
    ['an empty user name leaves it to the body', basic(':'), 'body', 'body'],
    ['a bearer leaves it to the body', 'Bearer token', 'body', 'body'],
    ['a bearer alone names none', 'Bearer token', undefined, null],
    ['nothing names none', undefined, undefined, null],
    ['an empty or wrong writeKey names none', undefined, '', null],
    ['a number names none', undefined, 5, null],
  ])('%s', (_, authorization, bodyWriteKey, writeKey) => {
    expect(readWriteKey(authorization, bodyWriteKey)).toBe(writeKey)
  })
})
