import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import type { LocalServers } from '@sluice/local'
import { SluiceError } from '@sluice/shared/errors'
import { createLifecycle } from '@sluice/shared/runtime'
import { EXIT } from '../output/exit-codes.ts'
import { createDemoDatabases } from './demo-databases.ts'
import { createDemoPrefix, removePrefix } from './demo-redis.ts'
import { fillWarehouse } from './demo-warehouse.ts'
import { runCommand } from './run-command.ts'
import { startProcess, type SluiceProgram } from './start-process.ts'

/** What a demo needs of whoever runs it. */
export interface DemoOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly program: SluiceProgram
  /** Tells what happens, a line at a time. */
  readonly say: (line: string) => void
  /** Aborted by Ctrl-C: the demo cleans up and rejects. */
  readonly signal: AbortSignal
}

/** An installation with a filled warehouse and nothing configured; all of it runs. */
export interface OpenDemo {
  readonly emulator: Emulator
  /** Where the console listens. */
  readonly consoleUrl: string
  readonly warehouseUrl: string
  readonly writeKeys: { readonly us: string; readonly eu: string }
  /** The variables that lead commands to the demo's own servers. */
  readonly variables: Readonly<Record<string, string>>
  readonly metrics: readonly { readonly worker: string; readonly url: string }[]
  /** Runs a command, and returns what it printed. */
  readonly sluice: (...args: readonly string[]) => Promise<string>
}

/** What the demo applies; commands are told with its path from the checkout. */
export const CONFIG_FILE = new URL('../../demo/sluice.yaml', import.meta.url)
const WORKERS = ['extractor', 'mapper', 'sender']

/** Opens a demo, with real servers and processes, while `use` works with it, and takes everything down again. */
export async function withDemo<T>(options: DemoOptions, use: (demo: OpenDemo) => Promise<T>): Promise<T> {
  const { say } = options
  const lifecycle = createLifecycle({
    warn: (fields: object) => say(`could not be stopped: ${JSON.stringify(fields)}`),
  })
  try {
    return await use(await openDemo(options, lifecycle))
  } finally {
    await lifecycle.stop()
  }
}

async function openDemo(
  options: DemoOptions,
  lifecycle: ReturnType<typeof createLifecycle>,
): Promise<OpenDemo> {
  const { say, signal } = options
  const servers = lifecycle.use('servers', await startServers(options), (started) => started.stop())
  signal.throwIfAborted()
  const databases = lifecycle.use('databases', await createDemoDatabases(servers.databaseUrl), (made) =>
    made.drop(),
  )
  const prefix = lifecycle.use('queues', createDemoPrefix(), (name) => removePrefix(servers.redisUrl, name))
  say('warehouse: filling customers and orders')
  await fillWarehouse(databases.warehouseUrl)
  signal.throwIfAborted()

  const writeKeys = {
    us: `us_${randomBytes(8).toString('hex')}`,
    eu: `eu_${randomBytes(8).toString('hex')}`,
  }
  const emulator = lifecycle.use(
    'emulator',
    await startEmulator({ writeKeys: { [writeKeys.us]: 'us-west-2', [writeKeys.eu]: 'eu-west-1' } }),
    (started) => started.close(),
  )
  say(`emulator: a local Tracking API for both regions at ${emulator.url}`)

  const variables = {
    DATABASE_URL: databases.controlUrl,
    REDIS_URL: servers.redisUrl,
    SLUICE_QUEUE_PREFIX: prefix,
    SLUICE_SECRET_KEY: randomBytes(32).toString('base64'),
    SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    SLUICE_SETTINGS_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    WAREHOUSE_URL: databases.warehouseUrl,
    SEGMENT_US_WRITE_KEY: writeKeys.us,
    SEGMENT_EU_WRITE_KEY: writeKeys.eu,
  }
  const env = { ...options.env, ...variables, SLUICE_HTTP_PORT: '0', SLUICE_CONSOLE_PORT: '0' }
  const sluice = (...args: readonly string[]): Promise<string> => {
    const line = args.join(' ').replace(fileURLToPath(CONFIG_FILE), 'packages/cli/demo/sluice.yaml')
    say(`$ sluice ${line}`)
    // Two rows of the warehouse become dead letters, which a sync's exit code tells.
    const expected = args[0] === 'sync' ? [EXIT.done, EXIT.partial] : [EXIT.done]
    return runCommand(options.program, args, env, signal, expected)
  }

  await sluice('migrate')
  const parts = await Promise.all(
    [...WORKERS, 'console'].map((part) =>
      startProcess(
        options.program,
        ['start', part],
        env,
        part === 'console' ? 'console ready' : 'worker ready',
      ).then((started) => lifecycle.use(part, started, (running) => running.stop())),
    ),
  )
  say(
    `workers: extractor, mapper, sender and console run as processes ${parts.map(({ pid }) => pid).join(', ')}`,
  )
  return {
    emulator,
    consoleUrl: String(parts.map(({ ready }) => ready['url']).find((url) => typeof url === 'string')),
    warehouseUrl: databases.warehouseUrl,
    writeKeys,
    variables,
    metrics: WORKERS.map((worker, index) => ({
      worker,
      url: `http://127.0.0.1:${String(parts[index]?.ready['httpPort'])}/metrics`,
    })),
    sluice,
  }
}

/** The servers are asked for only here: an installation from the registry does not carry them. */
async function startServers({ env, say }: DemoOptions): Promise<LocalServers> {
  const { LocalServerError, startLocalServers } = await import('@sluice/local')
  try {
    return await startLocalServers({ env, log: say })
  } catch (error) {
    if (!(error instanceof LocalServerError)) throw error
    throw new SluiceError('demo_failed', error.message.split('\n'), { cause: error })
  }
}
