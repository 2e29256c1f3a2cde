import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DistinctCount } from '../domain/index.ts'
import { hashUser } from './hash-user.ts'

const hash = (call: object): number | null => hashUser(Buffer.from(JSON.stringify(call)))
const HEAD = { type: 'identify', messageId: 'm-1', timestamp: '2026-11-27T15:00:00.000Z' }

describe('the hash of a user', () => {
  test('is that of the user id, whatever else the call says', () => {
    const known = hash({ ...HEAD, userId: '42' })
    expect(known).not.toBeNull()
    expect(hash({ ...HEAD, messageId: 'm-2', userId: '42', anonymousId: 'a', traits: { x: 1 } })).toBe(known)
    expect(hash({ type: 'alias', messageId: 'm', previousId: '7', userId: '42' })).toBe(known)
    expect(hash({ ...HEAD, userId: '43' })).not.toBe(known)
  })

  test('is that of the anonymous id where there is no user id, and another than that of a user who is called so', () => {
    const anonymous = hash({ ...HEAD, anonymousId: '42', context: {} })
    expect(anonymous).not.toBeNull()
    expect(hash({ ...HEAD, userId: '42' })).not.toBe(anonymous)
    expect(hash({ ...HEAD, userId: '', anonymousId: '42' })).toBe(anonymous)
  })

  test.each([
    [{ ...HEAD, context: { userId: '42' }, traits: { userId: '42', anonymousId: '7' } }],
    [{ ...HEAD, userId: 42 }],
    [{}],
    [{ messageId: '"userId":"42"' }],
  ])('is none where the call names nobody: %j', (call) => {
    expect(hash(call)).toBeNull()
  })

  test('is the same for the same id and for no other, whatever stands before it', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(text, text, text, (messageId, one, other) => {
        const known = hash({ ...HEAD, messageId, userId: one })
        expect(hash({ ...HEAD, userId: one, context: { a: other } })).toBe(known)
        expect(hash({ ...HEAD, userId: other }) === known).toBe(one === other)
        expect(hash({ ...HEAD, anonymousId: one })).not.toBe(known)
      }),
    )
  })

  test('counts an id in ASCII as the count of distinct texts does', () => {
    const count = new DistinctCount()
    count.add('customer-42')
    count.addHash(hash({ ...HEAD, userId: 'customer-42' }) ?? 0)
    expect(count.read()).toBe(1)
  })
})
