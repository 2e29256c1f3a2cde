import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { BodiesReader } from '../domain/index.ts'
import { connectRedis, LeaseLost, type RedisConnection } from '../queues/index.ts'
import { generateKeyPair } from '../secrets/index.ts'
import { createQueuePrefix, readTestServers, removePrefix, waitFor } from '../testing/index.ts'
import { openBodyReader, openBodyWriter } from './index.ts'
import { createBodyKeys } from './keys.ts'
import { BODIES_AHEAD } from './limits.ts'

let redis: RedisConnection
const prefix = createQueuePrefix()
beforeAll(async () => {
  redis = await connectRedis(readTestServers(process.env).redisUrl)
})
afterAll(async () => {
  await removePrefix(redis, prefix)
  await redis.quit()
})

const never = new AbortController().signal

/** Somebody who reads, and what he has. */
async function open() {
  const { publicKey, privateKey } = await generateKeyPair()
  const to: BodiesReader = { publicKey, sharedSecret: randomBytes(32).toString('base64') }
  const read: string[] = []
  const reader = await openBodyReader({ redis, prefix }, to, privateKey, {
    begin: async () => void read.splice(0),
    write: async (body) => void read.push(body.toString()),
  })
  return { to, read, reader, keys: createBodyKeys(prefix, publicKey) }
}
const write = (to: BodiesReader) => openBodyWriter({ redis, prefix }, to, never)
const countBodies = async (to: BodiesReader) =>
  (await redis.keys(`${prefix}:bodies:${to.publicKey}:*:*`)).length

describe('the bodies of a dry run', () => {
  test('come in order, sealed, no faster than they are read, and leave nothing behind', async () => {
    const { to, read, reader } = await open()
    const writer = await write(to)
    const all = Array.from({ length: 30 }, (_, index) => `body ${index}`)
    const writing = (async () => {
      for (const body of all) await writer.write(Buffer.from(body))
      await writer.finish()
    })()
    await waitFor('as many to lie there as may', async () => (await countBodies(to)) === BODIES_AHEAD)
    const [key = ''] = await redis.keys(`${prefix}:bodies:${to.publicKey}:*:1`)
    expect((await redis.getBuffer(key))?.includes('body')).toBe(false)
    expect(await reader.read(never)).toBe(30)
    await writing
    expect(read).toEqual(all)
    await reader.close()
    expect(await countBodies(to)).toBe(0)
  })

  test('begin anew with another attempt, and the one before ends', async () => {
    const { to, read, reader } = await open()
    const reading = reader.read(never)
    const first = await write(to)
    await first.write(Buffer.from('lost'))
    await waitFor('it to be read', () => read.length === 1)
    const second = await write(to)
    await expect(first.write(Buffer.from('late'))).rejects.toThrow(LeaseLost)
    await second.write(Buffer.from('whole'))
    await second.finish()
    expect([await reading, read]).toEqual([1, ['whole']])
    await reader.close()
  })

  test('end when Redis has lost them, and when whoever wanted them is gone', async () => {
    const { to, reader, keys } = await open()
    const writer = await write(to)
    await redis.unlink(keys.attempt)
    await expect(writer.write(Buffer.from('x'))).rejects.toThrow(LeaseLost)
    await reader.close()
    await expect((await write(to)).write(Buffer.from('x'))).rejects.toMatchObject({ code: 'dry_run_ended' })
  })

  test('are refused from anybody who does not know the secret', async () => {
    const { to, read, reader } = await open()
    const forged = await write({ ...to, sharedSecret: randomBytes(32).toString('base64') })
    await forged.write(Buffer.from('forged'))
    await expect(reader.read(never)).rejects.toBeInstanceOf(Error)
    expect(read).toEqual([])
    await reader.close()
  })
})
