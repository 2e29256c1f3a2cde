import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  EXTRACT_QUEUE,
  LeaseLost,
  MAP_QUEUE,
  SEND_QUEUE,
  connectRedis,
  createJobLease,
  createPayloads,
  decodeEvents,
  createPayloadOwner,
  encodeDeltas,
  openQueue,
  type JobLease,
  type MapPayload,
  type RedisConnection,
  type SendPayload,
} from '@sluice/shared/queues'
import { createMetrics } from '@sluice/shared/runtime'
import {
  cancelSync,
  createSync,
  isChunkOpen,
  openDatabase,
  recordChunk,
  recordMapping,
  recordStaged,
  recordStaging,
  type Database,
} from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import {
  SEED_MAPPING,
  seedConfig,
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
  createScript,
} from '@sluice/shared/testing'
import { createCompiledMappings } from './compiled-mappings.ts'
import { createMapMeter } from './meter.ts'
import { createMapProcessor, type MapDeps } from './processor.ts'

const ROWS = 3
const NOBODY = 'properties.plan = "nobody"'

describe('a mapper', () => {
  const prefix = createQueuePrefix()
  const secrets = createSecretBox(Buffer.alloc(32, 1).toString('base64'))
  let database: Awaited<ReturnType<typeof createControlDatabase>>
  let db: Database
  let redis: RedisConnection
  let deps: MapDeps
  let job: MapPayload

  beforeAll(async () => {
    const servers = readTestServers(process.env)
    database = await createControlDatabase(servers.databaseUrl)
    db = openDatabase({ url: database.url, applicationName: 'mapper test' })
    redis = await connectRedis(servers.redisUrl)
    const queues = { redis, prefix, onError: () => {} }
    deps = {
      db,
      secrets,
      payloads: createPayloads(redis, prefix, secrets),
      mappings: createCompiledMappings(db, 'installation'),
      send: openQueue(SEND_QUEUE, queues),
      extract: openQueue(EXTRACT_QUEUE, queues),
      meter: createMapMeter(createMetrics()),
      trial: {
        ...createScript(new URL('testing/poisoned-trial.ts', import.meta.url)),
        deadlineMs: 200_000,
      },
    }
    await seedConfig(db, secrets, { mapping: null })
  })
  beforeEach(async () => {
    job = await stage(null)
  })
  afterAll(async () => {
    await deps.send.close()
    await deps.extract.close()
    await removePrefix(redis, prefix)
    await redis.quit()
    await db.close()
    await database.drop()
  })

  /** A sync of one chunk, which lies ready to be mapped. */
  const stage = async (filter: string | null, poison?: string): Promise<MapPayload> => {
    const mapping = `people-${Math.random()}`
    await recordMapping(db, {
      ...SEED_MAPPING,
      id: mapping,
      filter,
      fields: { user_id: { '@path': '$.properties.id' } },
    })
    const { id: sync, plan } = await createSync(db, { mapping, origin: 'manual' })
    await recordStaging(db, sync)
    const stagedAt = '2026-01-01T00:00:00.000Z'
    const counts = { added: ROWS, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: ROWS }
    await recordStaged(db, sync, { stagedAt, ...counts })
    await recordChunk(db, { sync, chunk: 1, fromSeq: 1, toSeq: ROWS, rows: ROWS })
    const staged = { sync, mapping, mappingVersion: plan.mappingVersion, chunk: 1, rows: ROWS }
    const deltas = Array.from({ length: ROWS }, (_none, index) => ({
      seq: index + 1,
      op: 'added' as const,
      recordId: `r${index}`,
      version: 1,
      checksum: 'c',
      row: JSON.stringify({ id: `r${index}`, plan: 'free', ...(index === 1 && { poison }) }),
    }))
    await deps.payloads.put(createPayloadOwner(MAP_QUEUE, staged), encodeDeltas(stagedAt, deltas))
    return staged
  }
  const lock = async (mapped: MapPayload): Promise<JobLease> => {
    const key = `${prefix}:map:${MAP_QUEUE.jobId(mapped)}:lock`
    const token = String(Math.random())
    await redis.set(key, token, 'PX', 60_000)
    return createJobLease(redis, key, token)
  }
  const run = async (
    mapped: MapPayload,
    lease?: JobLease,
    over: Partial<MapDeps> = {},
    earlierStalls = 0,
  ): Promise<void> =>
    createMapProcessor({ ...deps, ...over })({
      payload: mapped,
      jobId: MAP_QUEUE.jobId(mapped),
      earlierStarts: 0,
      earlierFailures: 0,
      earlierStalls,
      isLastAttempt: false,
      signal: new AbortController().signal,
      lease: lease ?? (await lock(mapped)),
    })
  const findSend = async (mapped: MapPayload): Promise<SendPayload | null> =>
    ((await deps.send.raw.getJob(SEND_QUEUE.jobId(mapped)))?.data as SendPayload | undefined) ?? null
  const hasRows = async (mapped: MapPayload): Promise<boolean> =>
    (await deps.payloads.readBytes(MAP_QUEUE.jobId(mapped))) > 0
  /** Mappings that are found only after something has happened. */
  const afterwards = (happen: () => Promise<unknown>): Pick<MapDeps, 'mappings'> => ({
    mappings: {
      ...deps.mappings,
      async find(sync) {
        const found = await deps.mappings.find(sync)
        await happen()
        return found
      },
    },
  })

  test('hands on the events of a chunk, sealed for the job that names them', async () => {
    await run(job)
    const send = await findSend(job)
    expect(send).toMatchObject({ destination: 'segment', events: ROWS, skipped: 0, invalid: 0 })
    expect(send && (await deps.payloads.get(createPayloadOwner(SEND_QUEUE, send)))).not.toBeNull()
    expect(await hasRows(job)).toBe(false)
  })

  test('that meets a chunk of which two have died tries it row by row: the guilty row is a dead letter, the others go', async () => {
    const suspect = await stage(null, 'kill')
    await run(suspect, undefined, {}, 2)
    const send = await findSend(suspect)
    expect(send).toMatchObject({ events: ROWS - 1, skipped: 0, invalid: 1 })
    const events = send && (await deps.payloads.get(createPayloadOwner(SEND_QUEUE, send)))
    expect(decodeEvents(events ?? Buffer.of()).readLeftovers().invalid).toMatchObject([
      { seq: 2, recordId: 'r1', code: 'mapping_failed', reason: expect.stringContaining('SIGKILL') },
    ])
  })

  test('hands on nothing when another has its job meanwhile, and leaves that one its rows', async () => {
    const lease = await lock(job)
    await expect(
      run(
        job,
        lease,
        afterwards(() => lock(job)),
      ),
    ).rejects.toThrow(LeaseLost)
    expect(await findSend(job)).toBeNull()
    expect(await deps.payloads.readBytes(SEND_QUEUE.jobId(job))).toBe(0)
    expect(await hasRows(job)).toBe(true)
  })

  test('hands on nothing of a sync that is canceled meanwhile', async () => {
    await run(
      job,
      await lock(job),
      afterwards(() => cancelSync(db, job.sync)),
    )
    expect(await findSend(job)).toBeNull()
    expect(await deps.payloads.readBytes(SEND_QUEUE.jobId(job))).toBe(0)
  })

  test('leaves alone the events that a sender may be at', async () => {
    const send = {
      sync: job.sync,
      mapping: job.mapping,
      destination: 'segment',
      chunk: 1,
      events: 1,
      skipped: 2,
      invalid: 0,
    }
    const owner = createPayloadOwner(SEND_QUEUE, send)
    await deps.payloads.put(owner, Buffer.from('the events of before'))
    await deps.send.add(send)
    await run(job)
    expect(await findSend(job)).toEqual(send)
    expect(String(await deps.payloads.get(owner))).toBe('the events of before')
  })

  test('settles a chunk without events, and not over the head of another', async () => {
    const skipped = await stage(NOBODY)
    await expect(
      run(
        skipped,
        await lock(skipped),
        afterwards(() => lock(skipped)),
      ),
    ).rejects.toThrow(LeaseLost)
    expect(await isChunkOpen(db, skipped.sync, 1)).toBe(true)
    await run(skipped)
    expect(await isChunkOpen(db, skipped.sync, 1)).toBe(false)
  })
})
