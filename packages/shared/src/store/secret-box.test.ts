import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSecretBox } from './secret-box.ts'

const [OLD, NEW] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]

test('gives back whatever was sealed, and never seals twice the same', () => {
  const box = createSecretBox(NEW)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (secret) => {
      expect(box.open(box.seal(secret, 'a/b'), 'a/b')).toBe(secret)
      expect(box.seal(secret, 'a/b')).not.toBe(box.seal(secret, 'a/b'))
    }),
  )
})

test('opens what the previous key sealed while keys are rotated, and says which key is missing after', () => {
  const sealed = createSecretBox(OLD).seal('secret', 'a/b')
  expect(createSecretBox(NEW, [OLD]).open(sealed, 'a/b')).toBe('secret')
  expect(() => createSecretBox(NEW).open(sealed, 'a/b')).toThrow(
    /^a\/b was sealed under key [0-9a-f]{8}, which is neither/,
  )
})

test('opens a secret only where it was sealed for', () => {
  const box = createSecretBox(NEW)
  expect(() => box.open(box.seal('secret', 'destinations/a'), 'destinations/b')).toThrow(
    'destinations/b holds a damaged secret',
  )
})

test('refuses a key of another length', () => {
  expect(() => createSecretBox('c2hvcnQ=')).toThrow('must be 32 bytes in base64')
})
