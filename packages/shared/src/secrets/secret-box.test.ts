import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSecretBox, createSplitSecretBox } from './secret-box.ts'
import { createReader, type ReaderKey } from './reader-keys.ts'
import { sealTextToReader } from './sealed-to-reader.ts'
import { deriveSecretKey, deriveSecretKeys } from './secret-keys.ts'

const [OLD, NEW] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]

test('gives back whatever was sealed, and never seals twice the same', () => {
  const box = createSecretBox(NEW)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (secret) => {
      expect(box.open(box.seal(secret, 'letters/b'), 'letters/b')).toBe(secret)
      expect(box.seal(secret, 'letters/b')).not.toBe(box.seal(secret, 'letters/b'))
      const bytes = Buffer.from(secret)
      expect(box.openBytes(box.sealBytes(bytes, 'letters/b'), 'letters/b')).toEqual(bytes)
    }),
  )
})

test('opens what the previous key sealed while keys are rotated, and says which key is missing after', () => {
  const sealed = createSecretBox(OLD).seal('secret', 'letters/b')
  expect(createSecretBox(NEW, [OLD]).open(sealed, 'letters/b')).toBe('secret')
  expect(() => createSecretBox(NEW).open(sealed, 'letters/b')).toThrow(
    /^letters\/b was sealed under key [0-9a-f]{8}, which this process does not have: give it as SLUICE_SECRET_KEY_PREVIOUS/,
  )
})

test('tells what is still sealed under the previous key', () => {
  const rotating = createSecretBox(NEW, [OLD])
  expect(rotating.isCurrent(createSecretBox(OLD).seal('secret', 'letters/b'), 'letters/b')).toBe(false)
  expect(rotating.isCurrent(rotating.seal('secret', 'letters/b'), 'letters/b')).toBe(true)
})

test('opens a secret only where it was sealed for', async () => {
  const box = createSecretBox(NEW)
  await expect(box.open(box.seal('secret', 'destinations/a'), 'destinations/b')).rejects.toThrow(
    'destinations/b holds a damaged secret',
  )
})

test('refuses a key of another length', () => {
  expect(() => createSecretBox('c2hvcnQ=')).toThrow('must be 32 bytes in base64')
})

test('a process with the key of one purpose opens what that is for, and nothing else', async () => {
  const whole = createSecretBox(NEW)
  const letters = createSplitSecretBox({
    letters: { current: deriveSecretKey(NEW, 'letters'), previous: [deriveSecretKey(OLD, 'letters')] },
  })
  expect(letters.open(whole.seal('row', 'letters/1'), 'letters/1')).toBe('row')
  expect(letters.open(createSecretBox(OLD).seal('old', 'letters/1'), 'letters/1')).toBe('old')
  expect(whole.open(letters.seal('row', 'letters/1'), 'letters/1')).toBe('row')
  await expect(letters.open(whole.seal('url', 'sources/w'), 'sources/w')).rejects.toThrow(
    'sources/w cannot be read here: this process was given neither SLUICE_SECRET_KEY nor SLUICE_SOURCES_KEY',
  )
})

describe('what was sealed to the public half of a key', () => {
  const readKey = async (master: string) => {
    const keys = await createReader(deriveSecretKeys(master)).listKeys()
    return keys.find(({ purpose }) => purpose === 'destinations') as ReaderKey
  }

  test('opens beside what the key itself has sealed, at its place only', async () => {
    const box = createSecretBox(NEW)
    const sealed = await sealTextToReader(await readKey(NEW), 'hunter2', 'destinations/a')
    expect(sealed).toMatch(/^v2\.[0-9a-f]{8}\.[\w-]+$/)
    expect(await box.open(sealed, 'destinations/a')).toBe('hunter2')
    expect(await box.open(box.seal('hunter3', 'destinations/a'), 'destinations/a')).toBe('hunter3')
    await expect(box.open(sealed, 'destinations/b')).rejects.toMatchObject({ code: 'secret_key_wrong' })
  })

  test('is told to be sealed anew when the key is replaced, and opens until it is taken away', async () => {
    const sealed = await sealTextToReader(await readKey(OLD), 'hunter2', 'destinations/a')
    const rotating = createSecretBox(NEW, [OLD])
    expect(createSecretBox(OLD).isCurrent(sealed, 'destinations/a')).toBe(true)
    expect(rotating.isCurrent(sealed, 'destinations/a')).toBe(false)
    expect(await rotating.open(sealed, 'destinations/a')).toBe('hunter2')
    await expect(createSecretBox(NEW).open(sealed, 'destinations/a')).rejects.toThrow(
      /^destinations\/a was sealed to key [0-9a-f]{8}, which this process does not have/,
    )
  })
})
