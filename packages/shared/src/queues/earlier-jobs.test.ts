import { readFile } from 'node:fs/promises'
import type { Job } from 'bullmq'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createSecretBox } from '../secrets/index.ts'
import { createQueuePrefix, readTestServers, removePrefix } from '../testing/index.ts'
import { VERSION_KEY } from '../testing/restore-version.ts'
import { parseJob } from './parse-job.ts'
import {
  MAP_QUEUE,
  QUEUES,
  SEND_QUEUE,
  connectRedis,
  createPayloadOwner,
  createPayloads,
  decodeDeltas,
  decodeEvents,
  parseDelta,
  type QueueDefinition,
  type RedisConnection,
} from './index.ts'

interface EarlierJob {
  readonly queue: string
  readonly id: string
  readonly data: object
}

/** What version 0.1 had in Redis by migration 0011: jobs, and sealed payloads in base64 by the ends of their keys. */
const { jobs, payloads } = JSON.parse(
  await readFile(new URL('../testing/jobs-0011.json', import.meta.url), 'utf8'),
) as { readonly jobs: readonly EarlierJob[]; readonly payloads: Readonly<Record<string, string>> }

const prefix = createQueuePrefix()
let redis: RedisConnection

beforeAll(async () => {
  redis = await connectRedis(readTestServers(process.env).redisUrl)
  for (const [key, sealed] of Object.entries(payloads))
    await redis.set(`${prefix}:${key}`, Buffer.from(sealed, 'base64'))
})
afterAll(async () => {
  await removePrefix(redis, prefix)
  await redis.quit()
})

function parse({ queue, id, data }: EarlierJob): object | null {
  const definition = QUEUES.find(({ name }) => name === queue) as QueueDefinition<object> | undefined
  if (definition === undefined) throw new Error(`no queue ${queue}`)
  const [, repeatJobKey] = /^repeat:(.+):\d+$/.exec(id) ?? []
  return parseJob(definition, {
    id,
    data,
    ...(repeatJobKey === undefined ? {} : { repeatJobKey }),
  } as Job<object>)
}

test('there are jobs of every queue, and payloads of both kinds', () => {
  expect(new Set(jobs.map(({ queue }) => queue))).toEqual(
    new Set(['tick', 'extract', 'map', 'send', 'dead-letter']),
  )
  expect(Object.keys(payloads).map((key) => /map|send/.exec(key)?.[0])).toEqual(['map', 'send', 'send'])
})

test.each(jobs.filter(({ id }) => !id.startsWith('fold-')))(
  'a job of the version before is understood: $queue $id',
  (job) => {
    expect(parse(job)).toEqual(job.data)
  },
)

test('the step that was called fold is nothing to do: its job ends, and the sweep asks for finalize', () => {
  const job = jobs.find(({ id }) => id.startsWith('fold-'))
  expect(job).toBeDefined()
  expect(job && parse(job)).toBeNull()
})

/** What the payloads of a kind hold, each with its job. */
function openPayloads<Payload extends object>(
  definition: QueueDefinition<Payload>,
): Promise<readonly { readonly job: Payload; readonly payload: Buffer }[]> {
  const store = createPayloads(redis, prefix, createSecretBox(VERSION_KEY))
  const ids = new Set(Object.keys(payloads).map((key) => key.split(':').at(-1)))
  return Promise.all(
    jobs
      .filter(({ queue, id }) => queue === definition.name && ids.has(id))
      .map(async ({ data }) => {
        const job = data as Payload
        return { job, payload: (await store.get(createPayloadOwner(definition, job))) ?? Buffer.of() }
      }),
  )
}

test('the rows of a chunk open for its job, all of them', async () => {
  const opened = await openPayloads(MAP_QUEUE)
  expect(opened).toHaveLength(1)
  for (const { job, payload } of opened)
    expect([...decodeDeltas(payload).texts].map((text) => parseDelta(text).seq)).toEqual(
      Array.from({ length: job.rows }, (_, index) => index + 1),
    )
})

test('the events of a chunk open for its job, all of them', async () => {
  const opened = await openPayloads(SEND_QUEUE)
  expect(opened).toHaveLength(2)
  for (const { job, payload } of opened) {
    const events = decodeEvents(payload)
    expect([events.lines.length, events.readHeads().length]).toEqual([job.events, job.events])
  }
})
