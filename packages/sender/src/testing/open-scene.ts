import { randomBytes } from 'node:crypto'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import type { Region } from '@sluice/shared/domain'
import {
  EXTRACT_QUEUE,
  SEND_QUEUE,
  connectRedis,
  createJobLease,
  createPayloads,
  createPayloadOwner,
  encodeEvents,
  openQueue,
  type JobLease,
  type SendPayload,
} from '@sluice/shared/queues'
import {
  createLifecycle,
  createLogger,
  createMetrics,
  observeWorkers,
  type Lifecycle,
  type WorkerContext,
} from '@sluice/shared/runtime'
import {
  createSync,
  finishSync,
  openDatabase,
  readRunningSync,
  readSync,
  recordChunk,
  recordCommitting,
  recordDestination,
  recordMapping,
  recordModel,
  recordSource,
  recordStaged,
  recordStaging,
  recordStreamed,
  type Database,
  type SyncRecord,
} from '@sluice/shared/store'
import { createReader, createSecretBox, deriveSecretKeys, type SecretBox } from '@sluice/shared/secrets'
import {
  SEED_MAPPING,
  SEED_DESTINATION,
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
  waitFor,
} from '@sluice/shared/testing'
import { DELIVERY_DEADLINE_MS } from '../limits.ts'

/** A destination of a test, with the mapping `to-<id>` that sends there. */
export interface TestDestination {
  readonly id: string
  readonly writeKey: string
  readonly region: Region
  readonly enabled?: boolean
  readonly eventsPerSecond?: number | null
  readonly requestsPerSecond?: number | null
  readonly maxCallsPerMonth?: number | null
}

/** Everything around a sender, for real: control database, Redis, a Tracking API, and the log it writes. */
export interface Scene {
  readonly context: WorkerContext
  readonly emulator: Emulator
  /** Lines of the log so far. */
  readonly log: readonly string[]
  readonly lifecycle: Lifecycle
  /** What a sender needs to be told when it is a process of its own. */
  readonly env: Readonly<Record<string, string>>
  addDestination(destination: TestDestination): Promise<void>
  /**
   * A sync of destination `id` that waits for its chunks of so many events each;
   * `addTraits` may add traits, and `said` is what their jobs say instead.
   */
  addSync(
    id: string,
    chunks: readonly number[],
    addTraits?: (n: number) => object,
    said?: Partial<SendPayload>,
  ): Promise<readonly SendPayload[]>
  enqueue(jobs: readonly SendPayload[]): Promise<void>
  /** Locks a job, as a worker that takes it does: whoever had it before has lost it. */
  lease(job: SendPayload): Promise<JobLease>
  /** Empties the send queue, whatever state its jobs are in. */
  clear(): Promise<void>
  /** Waits until every event of the sync is over. */
  waitUntilSettled(sync: string): Promise<SyncRecord>
  /** The steps waiting in the extract queue for a sync. */
  readExtractState(sync: string): Promise<string>
  close(): Promise<void>
}

/**
 * Opens a scene on a database, a queue prefix and a port of its own; the database is a
 * clone of the tests' unless it is made otherwise.
 */
export async function openScene({ createDatabase = createControlDatabase } = {}): Promise<Scene> {
  const servers = readTestServers(process.env)
  const log: string[] = []
  const logger = createLogger({
    name: 'test-sender',
    level: 'trace',
    destination: { write: (line) => void log.push(line) },
  })
  const lifecycle = createLifecycle(logger)
  const emulator = lifecycle.use('emulator', await startEmulator(), (running) => running.close())
  const database = lifecycle.use('database', await createDatabase(servers.databaseUrl), (made) => made.drop())
  const onError = (error: Error): void => logger.warn({ error }, 'connection error')
  const db = lifecycle.use(
    'pool',
    openDatabase({ url: database.url, applicationName: 'test', onError }),
    (open) => open.close(),
  )
  const prefix = createQueuePrefix()
  const redis = lifecycle.use('redis', await connectRedis(servers.redisUrl), async (connection) => {
    await removePrefix(connection, prefix)
    await connection.quit()
  })
  const queues = { redis, prefix, onError }
  const send = lifecycle.use('send', openQueue(SEND_QUEUE, queues), (queue) => queue.close())
  const extract = lifecycle.use('extract', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const secretKey = randomBytes(32).toString('base64')
  const secrets = createSecretBox(secretKey)
  const reader = createReader(deriveSecretKeys(secretKey))
  const payloads = createPayloads(redis, prefix, secrets)
  const metrics = createMetrics()
  await recordSource(db, secrets, {
    id: 'warehouse',
    type: 'postgres',
    settings: { connection: 'postgres://nowhere/x' },
  })
  await recordModel(db, { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' })

  const context: WorkerContext = {
    log: logger,
    metrics,
    observer: observeWorkers(logger, metrics),
    db,
    secrets,
    reader,
    installationId: 'installation',
    redis,
    queues,
    payloads,
    endpoints: emulator.endpoints,
    httpPort: 0,
    env: {},
    traces: null,
  }
  return {
    context,
    emulator,
    log,
    lifecycle,
    env: {
      DATABASE_URL: database.url,
      REDIS_URL: servers.redisUrl,
      SLUICE_QUEUE_PREFIX: prefix,
      SLUICE_SECRET_KEY: secretKey,
      SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
      SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
      SLUICE_HTTP_PORT: '0',
    },
    addDestination: (destination) => addDestination(db, secrets, destination),
    async addSync(id, chunks, addTraits = () => ({}), said = {}) {
      const sync = await stageSync(db, `to-${id}`, chunks)
      const jobs = chunks.map((events, index): SendPayload => ({
        sync,
        mapping: `to-${id}`,
        destination: id,
        chunk: index + 1,
        events,
        skipped: 0,
        invalid: 0,
        ...said,
      }))
      let seq = 0
      for (const job of jobs) {
        const events = Array.from({ length: job.events }, () => createEvent(sync, (seq += 1), addTraits(seq)))
        await payloads.put(createPayloadOwner(SEND_QUEUE, job), encodeEvents(events))
      }
      return jobs
    },
    async enqueue(jobs) {
      for (const job of jobs) await send.add(job)
    },
    async lease(job) {
      const key = `${prefix}:${SEND_QUEUE.name}:${SEND_QUEUE.jobId(job)}:lock`
      const token = randomBytes(8).toString('hex')
      await redis.set(key, token, 'PX', 60_000)
      return createJobLease(redis, key, token)
    },
    clear: () => send.raw.obliterate({ force: true }),
    waitUntilSettled: (sync) =>
      waitFor(`sync ${sync} to be settled`, async () => {
        const record = await readSync(db, sync)
        return record?.inFlight === 0 ? record : null
      }),
    readExtractState: async (sync) =>
      (await extract.readState(EXTRACT_QUEUE.jobId({ sync, step: 'commit' }))).state,
    close: () => lifecycle.stop(),
  }
}

async function addDestination(db: Database, secrets: SecretBox, destination: TestDestination): Promise<void> {
  const { id } = destination
  await recordDestination(db, secrets, {
    ...SEED_DESTINATION,
    enabled: true,
    ...destination,
    deadlineMs: DELIVERY_DEADLINE_MS,
  })
  await recordMapping(db, { ...SEED_MAPPING, id: `to-${id}`, destination: id })
}

/** A sync that delivers, with all its chunks cut; the mapping's settled one, if there is one, is ended first. */
async function stageSync(db: Database, mapping: string, chunks: readonly number[]): Promise<string> {
  const earlier = await readRunningSync(db, mapping)
  if (earlier !== null && (await recordCommitting(db, earlier.id))) await finishSync(db, earlier.id)
  const { id: sync } = await createSync(db, { mapping, origin: 'manual' })
  const added = chunks.reduce((sum, events) => sum + events, 0)
  await recordStaging(db, sync)
  await recordStaged(db, sync, {
    stagedAt: new Date().toISOString(),
    added,
    updated: 0,
    deleted: 0,
    invalid: 0,
    skipped: 0,
    lastSeq: added,
  })
  let seq = 0
  for (const [index, rows] of chunks.entries()) {
    await recordChunk(db, { sync, chunk: index + 1, fromSeq: seq + 1, toSeq: seq + rows, rows })
    seq += rows
  }
  await recordStreamed(db, sync)
  return sync
}

function createEvent(sync: string, n: number, traits: object): Parameters<typeof encodeEvents>[0][number] {
  return {
    seq: n,
    op: 'added',
    recordId: `record-${n}`,
    version: 1,
    json: JSON.stringify({
      type: 'identify',
      userId: `user-${n}`,
      messageId: `${sync}-${n}`,
      timestamp: '2026-01-01T00:00:00.000Z',
      traits: { n, ...traits },
    }),
  }
}
