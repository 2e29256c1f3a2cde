import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { createSecretBox } from '../secrets/index.ts'
import { createQueuePrefix, readTestServers, removePrefix } from '../testing/index.ts'
import {
  MAP_QUEUE,
  Refusal,
  SEND_QUEUE,
  connectRedis,
  createPayloads,
  createPayloadOwner,
  type MapPayload,
  type Payloads,
  type RedisConnection,
  type SendPayload,
} from './index.ts'

const SEND: SendPayload = {
  sync: 'a-sync',
  mapping: 'people',
  destination: 'segment-eu',
  chunk: 3,
  events: 10,
  skipped: 1,
  invalid: 2,
}
const MAP: MapPayload = { sync: 'a-sync', mapping: 'people', mappingVersion: 4, chunk: 3, rows: 13 }
const ROWS = Buffer.from('the rows')

describe('a payload', () => {
  const prefix = createQueuePrefix()
  const secrets = createSecretBox(randomBytes(32).toString('base64'))
  let redis: RedisConnection
  let payloads: Payloads

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
    payloads = createPayloads(redis, prefix, secrets)
  })
  afterAll(async () => {
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  test('opens for the job that it was sealed for, in whatever order that says what it says', async () => {
    await payloads.put(createPayloadOwner(SEND_QUEUE, SEND), ROWS)
    const reversed = Object.fromEntries(Object.entries(SEND).toReversed()) as unknown as SendPayload
    expect(await payloads.get(createPayloadOwner(SEND_QUEUE, reversed))).toEqual(ROWS)
  })

  test.each(Object.entries({ ...SEND, destination: 'segment-us', mapping: 'others', events: 9 }))(
    'opens for no send job whose %s was changed',
    async (field, value) => {
      await payloads.put(createPayloadOwner(SEND_QUEUE, SEND), ROWS)
      const { id } = createPayloadOwner(SEND_QUEUE, SEND)
      const changed = { ...SEND, [field]: value === SEND[field as keyof SendPayload] ? 99 : value }
      const { data } = createPayloadOwner(SEND_QUEUE, changed)
      await expect(payloads.get({ id, data })).rejects.toThrow(Refusal)
    },
  )

  test.each(Object.keys(MAP))('opens for no map job whose %s was changed', async (field) => {
    await payloads.put(createPayloadOwner(MAP_QUEUE, MAP), ROWS)
    const { id } = createPayloadOwner(MAP_QUEUE, MAP)
    const { data } = createPayloadOwner(MAP_QUEUE, { ...MAP, [field]: 99 })
    await expect(payloads.get({ id, data })).rejects.toThrow(Refusal)
  })

  test('opens under no other name, and not when a bit of it was changed', async () => {
    const owner = createPayloadOwner(SEND_QUEUE, SEND)
    const other = createPayloadOwner(SEND_QUEUE, { ...SEND, chunk: 4 })
    await payloads.put(owner, ROWS)
    const [key = ''] = await redis.keys(`${prefix}:payload:*${owner.id}`)
    await redis.copy(key, key.replace(owner.id, other.id))
    await expect(payloads.get(other)).rejects.toThrow(Refusal)
    const last = (await redis.strlen(key)) - 1
    const isMark = (await redis.getrange(key, last, last)) === '?'
    await redis.setrange(key, last, isMark ? '!' : '?')
    await expect(payloads.get(owner)).rejects.toThrow(Refusal)
  })

  test('is written only by whoever has the job', async () => {
    const owner = createPayloadOwner(SEND_QUEUE, { ...SEND, chunk: 5 })
    const mine = { key: `${prefix}:send:${owner.id}:lock`, token: 'mine' }
    expect(await payloads.put(owner, ROWS, mine)).toBe(false)
    expect(await payloads.get(owner)).toBeNull()
    await redis.set(mine.key, mine.token)
    expect(await payloads.put(owner, ROWS, mine)).toBe(true)
    expect(await payloads.put(owner, Buffer.from('older'), { ...mine, token: 'that of before' })).toBe(false)
    expect(await payloads.get(owner)).toEqual(ROWS)
    // What was given and not taken is gone, too.
    expect(await redis.keys(`${prefix}:payload:*${owner.id}*`)).toHaveLength(1)
  })

  test('of a version that did not bind them counts as gone, and is removed with its job', async () => {
    const owner = createPayloadOwner(SEND_QUEUE, { ...SEND, chunk: 6 })
    const key = `${prefix}:payload:${owner.id}`
    await redis.set(key, secrets.sealBytes(ROWS, `letters/payload/${owner.id}`))
    expect(await payloads.get(owner)).toBeNull()
    await payloads.remove(owner.id)
    expect(await redis.exists(key)).toBe(0)
  })
})
