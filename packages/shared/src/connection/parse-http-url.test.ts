import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseHttpUrl } from './parse-http-url.ts'

const EXAMPLE = 'https://api.segment.io/v1'

test.each([
  ['https://api.segment.io/v1', 'https://api.segment.io/v1'],
  [' http://localhost:8080/us-west-2/v1/\n', 'http://localhost:8080/us-west-2/v1/'],
  ['http://[::1]:9', 'http://[::1]:9'],
  ['HTTPS://proxy_1.internal/a%20b', 'HTTPS://proxy_1.internal/a%20b'],
  ['https://bücher.example/v1', 'https://bücher.example/v1'],
])('a base URL is read: %j', (text, url) => {
  expect(parseHttpUrl(text, EXAMPLE)).toEqual({ url })
})

test.each([
  'https://me:hunter2@proxy/v1',
  'https://me:hunter2/@proxy/v1',
  'https://hunter2@proxy',
  'https://proxy/v1@hunter2',
])('one with a user or a password is refused, and nothing of it told: %j', (text) => {
  expect(parseHttpUrl(text, EXAMPLE)).toEqual({
    mistake:
      'must be a URL like https://api.segment.io/v1, without a user and a password: the write key signs in',
  })
})

test.each([
  'hunter2',
  'ftp://hunter2/v1',
  'https://',
  'https://proxy:hunter2/v1',
  'https://proxy:99999/v1',
  'https://proxy/v1?key=hunter2',
  'https://proxy/v1#hunter2',
  'https://pro xy/v1',
  'https://proxy/v1\\hunter2',
  'https://a,https://b',
  '',
])('what is none is refused, and nothing of it told: %j', (text) => {
  expect(parseHttpUrl(text, EXAMPLE)).toEqual({ mistake: 'must be a URL like https://api.segment.io/v1' })
})

test('what is read has a host, and neither user, password, query nor fragment', () => {
  const part = fc.oneof(fc.constantFrom('@', ':', '/', '?', '#', '\\', 'a', '1', '[', ']', '%'), fc.string())
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const parsed = parseHttpUrl(`https://${parts.join('')}`, EXAMPLE)
      if ('mistake' in parsed) return
      const { host, username, password, search, hash } = new URL(parsed.url)
      if (host === '' || username + password + search + hash !== '') throw new Error(parsed.url)
    }),
    { numRuns: 2_000 },
  )
})
