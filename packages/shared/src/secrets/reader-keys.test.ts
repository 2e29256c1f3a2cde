import { expect, test } from '@jest/globals'
import { createReader, sealToReader, type ReaderKey } from './reader-keys.ts'
import { deriveSecretKeys } from './secret-keys.ts'

const [OLD, NEW, OTHER] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
  string,
  string,
  string,
]
const SECRET = Buffer.from('postgres://sluice:hunter2@db/warehouse')
const CONTEXT = { use: 'config', place: 'sources/w' } as const

async function readKey(master: string, purpose: ReaderKey['purpose'] = 'sources'): Promise<ReaderKey> {
  const keys = await createReader(deriveSecretKeys(master)).listKeys()
  return keys.find((key) => key.purpose === purpose) as ReaderKey
}

test('what is sealed to the public half opens with the key, and never looks twice the same', async () => {
  const key = await readKey(NEW)
  const [one, other] = [await sealToReader(key, SECRET, CONTEXT), await sealToReader(key, SECRET, CONTEXT)]
  expect(one.bytes).not.toEqual(other.bytes)
  expect(await createReader(deriveSecretKeys(NEW)).open(one, 'sources', CONTEXT)).toEqual(SECRET)
})

test('the public half follows from the key, and those of two purposes differ', async () => {
  expect(await readKey(NEW)).toEqual(await readKey(NEW))
  expect((await readKey(NEW)).publicKey).not.toBe((await readKey(NEW, 'destinations')).publicKey)
})

test('while keys are rotated, what was sealed to the previous one opens, too', async () => {
  const sealed = await sealToReader(await readKey(OLD), SECRET, CONTEXT)
  expect(await createReader(deriveSecretKeys(NEW, [OLD])).open(sealed, 'sources', CONTEXT)).toEqual(SECRET)
  await expect(createReader(deriveSecretKeys(OTHER)).open(sealed, 'sources', CONTEXT)).rejects.toMatchObject({
    code: 'secret_key_wrong',
    message: expect.stringMatching(/^sources\/w was sealed to key [0-9a-f]{8}, which this process does not/),
  })
})

test.each<[string, typeof CONTEXT | object]>([
  ['another place', { use: 'config', place: 'sources/other' }],
  ['another use', { use: 'question', place: 'sources/w' }],
  ['a secret of two', { ...CONTEXT, sharedSecret: Buffer.alloc(32) }],
])('it does not open for %s', async (_what, context) => {
  const sealed = await sealToReader(await readKey(NEW), SECRET, CONTEXT)
  await expect(
    createReader(deriveSecretKeys(NEW)).open(sealed, 'sources', context as typeof CONTEXT),
  ).rejects.toMatchObject({ code: 'secret_key_wrong', message: expect.stringContaining('damaged') })
})

test('a process without the key of a purpose publishes none, and opens nothing', async () => {
  const { destinations, letters } = deriveSecretKeys(NEW)
  const sender = createReader({ ...(destinations && { destinations }), ...(letters && { letters }) })
  expect((await sender.listKeys()).map(({ purpose }) => purpose)).toEqual(['destinations'])
  const sealed = await sealToReader(await readKey(NEW), SECRET, CONTEXT)
  await expect(sender.open(sealed, 'sources', CONTEXT)).rejects.toMatchObject({ code: 'secret_key_wrong' })
})
