import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { closeRedis, connectRedis, type RedisConnection } from '@sluice/shared/queues'
import { readTestServers, waitFor } from '@sluice/shared/testing'
import { startRedis, type LocalServer } from '@sluice/local'
import { createServer, connect, type AddressInfo, type Server } from 'node:net'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { writePeopleConfig } from './people-config.ts'

const ROWS = 8_000
const END_LIMIT_MS = 240_000
/** Shares of the events that have arrived when keys are lost, and the share of the keys. */
const MOMENTS = [0, 0.3, 0.6]
const LOST_SHARE = 0.3

const CONFIG = writePeopleConfig({ keys: ['max_deleted_percent: 100'] })

/** A name that leads to one server or another, as a service's name does. */
interface StableName {
  readonly url: string
  /** Whoever connects from now on comes to this server; those who are connected stay where they are. */
  leadTo(port: number): void
  close(): Promise<void>
}

async function openStableName(redis: LocalServer): Promise<StableName> {
  let target = redis.port
  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    client.pipe(upstream).pipe(client)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(redis.url)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    leadTo: (port) => (target = port),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

let pipeline: Pipeline
let primary: LocalServer
let replica: LocalServer
let name: StableName

beforeAll(async () => {
  ;[primary, replica] = await Promise.all([startRedis(), startRedis()])
  const { password } = new URL(primary.url)
  const follow = ['config', 'set', 'requirepass', password, 'masterauth', password] as const
  const [first, second] = await Promise.all([connectRedis(primary.url), connectRedis(replica.url)])
  await first.call(...follow)
  await second.call(...follow)
  await second.call('auth', password)
  await second.call('replicaof', '127.0.0.1', String(primary.port))
  await closeRedis(first)
  await closeRedis(second)
  name = await openStableName(primary)
  const { databaseUrl } = readTestServers(process.env)
  pipeline = await openPipeline({ controlUrl: databaseUrl, warehouseUrl: databaseUrl, redisUrl: name.url })
  await pipeline.warehouse('create table people (person_id text primary key)')
  const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  if (code !== 0) throw new Error(stderr)
  await pipeline.startWorkers()
})
afterAll(async () => {
  await pipeline.close()
  await name.close()
  await Promise.all([primary.stop(), replica.stop()])
})

const connectTo = ({ port }: LocalServer): Promise<RedisConnection> => {
  const url = new URL(primary.url)
  url.port = String(port)
  return connectRedis(url.href)
}
const countAccepted = (): number => pipeline.emulator.counts().accepted

async function start(mark: string): Promise<() => Promise<SyncDocument>> {
  pipeline.emulator.reset()
  pipeline.emulator.setFaults([{ action: { type: 'delay', delayMs: 300 } }])
  await pipeline.warehouse('truncate people')
  await pipeline.warehouse(`insert into people select $1 || n from generate_series(1, ${ROWS}) n`, [mark])
  const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--json'])
  const { id } = JSON.parse(stdout) as SyncDocument
  return () =>
    waitFor(
      'the sync to end',
      async () => {
        const syncs = JSON.parse((await pipeline.sluice(['syncs', '--json'])).stdout) as SyncDocument[]
        const sync = syncs.find((one) => one.id === id)
        return sync !== undefined && sync.finishedAt !== null && sync
      },
      END_LIMIT_MS,
    )
}

function expectWhole(sync: SyncDocument): void {
  expect(sync).toMatchObject({ status: 'succeeded', added: ROWS, delivered: ROWS, dead: 0, error: null })
  const events = pipeline.emulator.events()
  expect(new Set(events.map(({ payload }) => payload['userId'])).size).toBe(ROWS)
  expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(ROWS)
}

describe('a sync ends whole', () => {
  test(
    'though Redis has lost the data of jobs whose places it kept, and payloads whose jobs it kept',
    async () => {
      pipeline.killWorkers(['mapper'])
      const waitForEnd = await start('h')
      const redis = await connectTo(primary)
      const map = `${pipeline.prefix}:map`
      const waiting = await waitFor('every chunk to wait', async () => {
        const jobs = await redis.lrange(`${map}:wait`, 0, -1)
        return jobs.length >= ROWS / 1_000 && jobs
      })
      const payloads = await redis.keys(`${pipeline.prefix}:payload:*`)
      const lost = waiting.slice(0, 3).map((job) => `${map}:${job}`)
      expect(await redis.unlink(...lost, ...payloads.slice(0, 3))).toBe(6)
      await closeRedis(redis)
      await pipeline.startWorkers(['mapper'])
      expectWhole(await waitForEnd())
      expect(pipeline.lines.some((line) => line.includes('job has lost its data'))).toBe(true)
    },
    END_LIMIT_MS + 120_000,
  )

  test(
    'though Redis loses keys of its jobs at random again and again',
    async () => {
      const waitForEnd = await start('k')
      const redis = await connectTo(primary)
      let removed = 0
      for (const share of MOMENTS) {
        await waitFor('the next moment', () => countAccepted() > share * ROWS, END_LIMIT_MS)
        const keys = await redis.keys(`${pipeline.prefix}:*`)
        const lost = keys.filter(() => Math.random() < LOST_SHARE)
        if (lost.length > 0) removed += await redis.unlink(...lost)
      }
      await closeRedis(redis)
      expect(removed).toBeGreaterThan(0)
      expectWhole(await waitForEnd())
    },
    END_LIMIT_MS + 120_000,
  )

  test(
    'though Redis fails over behind its name, and the old primary stays as a replica that refuses writes',
    async () => {
      const waitForEnd = await start('f')
      await waitFor('events to arrive', () => countAccepted() > 0, 60_000)
      const [old, next] = await Promise.all([connectTo(primary), connectTo(replica)])
      await waitFor('the replica to have it all', async () =>
        (await next.info('replication')).includes('master_link_status:up'),
      )
      name.leadTo(replica.port)
      await next.call('replicaof', 'no', 'one')
      await old.call('replicaof', '127.0.0.1', String(replica.port))
      await Promise.all([closeRedis(old), closeRedis(next)])
      expectWhole(await waitForEnd())
      for (const part of ['extractor', 'mapper', 'sender'] as const) {
        await waitFor(`the ${part} to be ready`, async () => (await pipeline.ask(part, '/readyz')) === 'ok\n')
        expect(pipeline.lines.some((line) => line.includes('"reply":"READONLY"'))).toBe(true)
      }
    },
    END_LIMIT_MS + 120_000,
  )
})
