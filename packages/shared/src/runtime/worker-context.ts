import { SluiceError, readReplyWord } from '../errors/index.ts'
import { announceWait } from './announce-wait.ts'
import { createReadiness } from './create-readiness.ts'
import { createLogger, type DestinationStream, type Logger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { observeWorkers } from './observe-workers.ts'
import { startHealthServer } from './http-server.ts'
import { readEndpoints, parseEnvironment, type Environment } from './environment.ts'
import { readSecretKeys } from './read-secret-keys.ts'
import { openTraces } from './tracing/open-traces.ts'
import type { Traces } from './tracing/traces.ts'
import { watchClock } from './watch-clock.ts'
import { publishOwnReaderKeys } from './publish-reader-keys.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Region } from '../domain/index.ts'
import {
  checkRedis,
  closeRedis,
  connectRedis,
  createPayloads,
  formatRedis,
  type Payloads,
  type QueueConnection,
  type RedisConnection,
  type WorkerObserver,
} from '../queues/index.ts'
import {
  assertSchemaKnown,
  formatPlace,
  openDatabase,
  readInstallationId,
  type Database,
} from '../store/index.ts'
import {
  createReader,
  createSplitSecretBox,
  type ByteBox,
  type Reader,
  type SecretBox,
  type SecretPurpose,
} from '../secrets/index.ts'

/** What every worker is made of; several workers in one process share one. */
export interface WorkerContext {
  /** For parts with variables of their own. */
  readonly env: Environment
  readonly log: Logger
  readonly metrics: Metrics
  readonly observer: WorkerObserver
  /** null unless a collector is named. */
  readonly traces: Traces | null
  readonly db: Database
  readonly secrets: SecretBox & ByteBox
  /** Opens what was sealed to the public halves of its keys. */
  readonly reader: Reader
  readonly installationId: string
  readonly redis: RedisConnection
  readonly queues: QueueConnection
  readonly payloads: Payloads
  readonly endpoints: Readonly<Record<Region, string>>
  /** Port of /livez, /readyz and /metrics. */
  readonly httpPort: number
}

/** The variables that every process reads, besides the keys of its purposes. */
export const WORKER_VARIABLES = [
  'DATABASE_URL',
  'REDIS_URL',
  'SLUICE_ENDPOINT_US_WEST_2',
  'SLUICE_ENDPOINT_EU_WEST_1',
  'SLUICE_HTTP_HOST',
  'SLUICE_HTTP_PORT',
  'SLUICE_LOG_LEVEL',
  'SLUICE_QUEUE_PREFIX',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] as const

// An unreachable server says so again and again; once in this time is enough to read.
const SAME_ERROR_SILENCE_MS = 10_000

/**
 * Opens what workers share, with the keys of the given purposes, in order: environment,
 * log, database (whose schema must be known), Redis, health server. Every mistake of the
 * environment is reported at once. `onLog` is given the log as soon as there is one.
 */
export async function openWorkerContext(
  lifecycle: Lifecycle,
  env: Environment,
  name: string,
  purposes: readonly SecretPurpose[],
  onLog: (log: Logger) => void = () => {},
  logTo?: DestinationStream,
): Promise<WorkerContext> {
  const { keys, mistakes, notices } = readSecretKeys(env, purposes)
  const values = parseEnvironment(env, WORKER_VARIABLES, { mistakes })
  const log = createLogger({ name, level: values.SLUICE_LOG_LEVEL, destination: logTo })
  onLog(log)
  for (const notice of notices) log.warn({ notice }, 'the environment has a name of before')
  const onError = createQuietErrorLog(log)
  const traces = await openTraces(lifecycle, env, name, log)
  const secrets = createSplitSecretBox(keys)

  const db = lifecycle.use(
    'database',
    openDatabase({ url: values.DATABASE_URL, applicationName: name, onError }),
    (database) => database.close(),
  )
  const databasePlace = formatPlace(values.DATABASE_URL)
  await announceWait(assertSchemaKnown(db), () =>
    log.warn({ database: databasePlace }, 'waiting for the control database'),
  )
  const installationId = await readInstallationId(db)

  const redisPlace = formatRedis(values.REDIS_URL)
  const onPolicyUnknown = (): void =>
    log.warn(
      { redis: redisPlace },
      'redis does not tell its maxmemory-policy: make sure that it is noeviction',
    )
  const redis = lifecycle.use(
    'redis',
    await announceWait(connectRedis(values.REDIS_URL, { onError, onPolicyUnknown }), () =>
      log.warn({ redis: redisPlace }, 'waiting for redis'),
    ),
    closeRedis,
  )
  const prefix = values.SLUICE_QUEUE_PREFIX
  const metrics = createMetrics()
  const reader = createReader(keys)
  await publishOwnReaderKeys({ db, log, metrics, reader }, lifecycle, purposes)
  lifecycle.use('clock', watchClock(log, metrics, redis), (watched) => watched.stop())
  const health = lifecycle.use(
    'health server',
    await startHealthServer({
      host: values.SLUICE_HTTP_HOST,
      port: values.SLUICE_HTTP_PORT,
      metrics,
      checkReady: createReadiness(
        [
          {
            check: async () => void (await db.query('select 1')),
            late: () =>
              new SluiceError('database_unreachable', `control database ${databasePlace} does not answer`),
          },
          {
            check: () => checkRedis(redis, prefix, redisPlace),
            late: () => new SluiceError('redis_unreachable', `redis ${redisPlace} does not answer`),
          },
        ],
        (error) => log.warn({ error }, 'not ready'),
      ),
    }),
    (server) => server.close(),
  )

  return {
    env,
    log,
    metrics,
    observer: observeWorkers(log, metrics, traces),
    traces,
    db,
    secrets,
    reader,
    installationId,
    redis,
    queues: { redis, prefix, onError },
    payloads: createPayloads(redis, prefix, secrets),
    endpoints: readEndpoints(values),
    httpPort: health.port,
  }
}

/** Logs an error of a connection, and the same one not again for a while. */
export function createQuietErrorLog(log: Logger): (error: Error) => void {
  const lastAt = new Map<string, number>()
  return (error) => {
    const what = 'code' in error ? String(error.code) : (readReplyWord(error) ?? error.name)
    const now = Date.now()
    if (now - (lastAt.get(what) ?? 0) < SAME_ERROR_SILENCE_MS) return
    lastAt.set(what, now)
    log.warn({ error }, 'connection error')
  }
}
