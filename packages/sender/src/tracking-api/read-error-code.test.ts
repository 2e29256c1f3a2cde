import { describe, expect, test } from '@jest/globals'
import { readErrorCode } from './read-error-code.ts'

const SENT = Buffer.from('{"batch":[{"userId":"jane_doe"}]}')

describe('readErrorCode', () => {
  test.each([
    ['{"success":false,"code":"invalid_request","message":"…"}', 'invalid_request'],
    ['{"error":"rate_limited"}', 'rate_limited'],
    ['{"error":{"code":"event_too_large","message":"…"}}', 'event_too_large'],
  ])('reads %s', (body, code) => {
    expect(readErrorCode(body, SENT)).toBe(code)
  })

  test.each([
    ['a code that was sent: it may be a row value', '{"code":"jane_doe"}'],
    ['a single word: it may be a name', '{"code":"jane"}'],
    ['what looks like a key', '{"code":"Xk39dkQpL2m4n6b8v0c1x3z5"}'],
    ['an address', '{"code":"jane@example.com"}'],
    ['a long text', `{"code":"${'long_'.repeat(20)}x"}`],
    ['a number', '{"code":7}'],
    ['no JSON', '<html>400</html>'],
    ['JSON that is no object', '"invalid_request"'],
    ['nothing', ''],
  ])('tells nothing of %s', (_what, body) => {
    expect(readErrorCode(body, SENT)).toBeNull()
  })
})
