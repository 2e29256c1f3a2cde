import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, startRedis, type LocalServer } from '@sluice/local'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import {
  EXTRACT_QUEUE,
  closeRedis,
  connectRedis,
  openQueue,
  type ExtractPayload,
  type RedisConnection,
  type TypedQueue,
} from '@sluice/shared/queues'
import pg from 'pg'
import { asProcessOf, openInstallation, type Installation, PROGRAM } from '@sluice/cli/testing'
import { openCrew, type Crew } from './open-crew.ts'
import { openFaultTimes, type FaultTimes } from './open-fault-times.ts'

/** The servers of a soak, which may be started again under the same address. */
export type ServerName = 'control' | 'warehouse' | 'redis'

/** Everything that runs in a soak, and what it is reached by from outside. */
export interface Soak {
  readonly installation: Installation
  readonly emulator: Emulator
  readonly faults: FaultTimes
  readonly crew: Crew
  /** Of the warehouse, for whoever writes. */
  readonly warehouse: pg.Pool
  readonly redis: RedisConnection
  readonly extract: TypedQueue<ExtractPayload>
  readonly prefix: string
  /** Stops a server, or kills Redis, and starts it again after `awayMs`. */
  restart(name: ServerName, awayMs: number): Promise<void>
  /** Where each worker's lines are kept; gone when it is closed with `false`. */
  readonly logFolder: string
  close(keepsLogs: boolean): Promise<void>
}

const WRITE_KEYS = { us: 'us_soak_key', eu: 'eu_soak_key' }

/** Starts servers, an installation, a Tracking API and workers; the caller closes it. */
export async function openSoak(workers: number): Promise<Soak> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-soak-'))
  // PostgreSQL runs as another user than root.
  await chmod(folder, 0o755)
  const start: Readonly<Record<ServerName, (port?: number) => Promise<LocalServer>>> = {
    // Durable: what is committed outlives the crash of a backend, as it does in production.
    control: (port) => startPostgres({ directory: join(folder, 'control'), durable: true, ...at(port) }),
    warehouse: (port) => startPostgres({ directory: join(folder, 'warehouse'), durable: true, ...at(port) }),
    redis: (port) => startRedis({ directory: join(folder, 'redis'), ...at(port) }),
  }
  const [control, warehouse, redis] = await Promise.all([start.control(), start.warehouse(), start.redis()])
  const servers: Record<ServerName, LocalServer> = { control, warehouse, redis }
  const emulator = await startEmulator({
    writeKeys: { [WRITE_KEYS.us]: 'us-west-2', [WRITE_KEYS.eu]: 'eu-west-1' },
  })
  const installation = await openInstallation(
    {
      SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
      SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
      SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
      SLUICE_HTTP_PORT: '0',
      US_KEY: WRITE_KEYS.us,
      EU_KEY: WRITE_KEYS.eu,
    },
    { controlUrl: control.url, warehouseUrl: warehouse.url, redisUrl: redis.url },
  )
  const { env, controlUrl, warehouseUrl } = installation
  const prefix = env['SLUICE_QUEUE_PREFIX'] ?? ''
  const connection = await connectRedis(redis.url)
  const extract = openQueue(EXTRACT_QUEUE, { redis: connection, prefix, onError: () => undefined })
  const pool = new pg.Pool({ connectionString: warehouseUrl, max: 10 })
  // Whoever waits for an answer is told; the others are connected anew.
  pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined))
  const log = createWriteStream(join(folder, 'workers.log'))
  const crew = openCrew({
    program: PROGRAM,
    workers,
    env: (part) => ({ ...env, DATABASE_URL: asProcessOf(['start', part], controlUrl) }),
    onLine: (worker, line) => log.write(`${new Date().toISOString()} ${worker} ${line}\n`),
  })

  return {
    installation,
    emulator,
    faults: openFaultTimes(emulator),
    crew,
    warehouse: pool,
    redis: connection,
    extract,
    prefix,
    logFolder: folder,
    async restart(name, awayMs) {
      const { port } = servers[name]
      // An orderly stop of PostgreSQL ends every session; a Redis is lost with all it had.
      await (name === 'redis' ? servers.redis.kill() : servers[name].stop())
      await new Promise((resolve) => setTimeout(resolve, awayMs))
      servers[name] = await start[name](port)
    },
    async close(keepsLogs) {
      await crew.stop()
      await extract.close()
      await closeRedis(connection)
      await pool.end()
      await installation.close()
      await emulator.close()
      await Promise.all(Object.values(servers).map((server) => server.stop()))
      await new Promise((resolve) => log.end(resolve))
      const gone = keepsLogs ? ['control', 'warehouse', 'redis'].map((name) => join(folder, name)) : [folder]
      await Promise.all(gone.map((path) => rm(path, { recursive: true, force: true })))
    },
  }
}

function at(port: number | undefined): { readonly port?: number } {
  return port === undefined ? {} : { port }
}
