import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { startEmulator, type AcceptedEvent, type Emulator } from '@sluice/emulator/server'
import type { LocalServers } from '@sluice/local'
import type { SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { createLifecycle } from '@sluice/shared/runtime'
import { EXIT } from '../output/exit-codes.ts'
import { compareCounts, sumRound, type DemoDocument, type Round } from './compare-counts.ts'
import { createDemoDatabases } from './demo-databases.ts'
import { createDemoPrefix, removePrefix } from './demo-redis.ts'
import { changeWarehouse, fillWarehouse } from './demo-warehouse.ts'
import { runCommand } from './run-command.ts'
import { startProcess, type SluiceProgram } from './start-process.ts'

/** What the demo needs of whoever runs it. */
export interface DemoOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly program: SluiceProgram
  /** Tells what happens, a line at a time. */
  readonly say: (line: string) => void
  /** Aborted by Ctrl-C: the demo cleans up and rejects. */
  readonly signal: AbortSignal
  /** Called when everything has been shown; the demo stays up until it resolves. */
  readonly stay: (
    document: DemoDocument,
    addresses: DemoAddresses,
    samples: readonly AcceptedEvent[],
  ) => Promise<void>
}

/** What there is to look at while the demo stays up. */
export interface DemoAddresses {
  readonly emulator: string
  readonly overview: string
  readonly board: string
  /** The variables that lead commands to the demo's own servers. */
  readonly environment: readonly (readonly [name: string, value: string])[]
  readonly metrics: readonly { readonly worker: string; readonly url: string }[]
}

const CONFIG_FILE = fileURLToPath(new URL('../../demo/sluice.yaml', import.meta.url))
const MAPPINGS = ['customers-identify', 'orders-track']
const WORKERS = ['extractor', 'mapper', 'sender']

/** Walks the main job through once, with real servers and processes, and takes everything down again. */
export async function runDemo(options: DemoOptions): Promise<DemoDocument> {
  const { say, signal } = options
  const lifecycle = createLifecycle({
    warn: (fields: object) => say(`could not be stopped: ${JSON.stringify(fields)}`),
  })
  try {
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
    const sluice = (...args: string[]): Promise<string> => {
      say(`$ sluice ${args.join(' ').replace(CONFIG_FILE, 'packages/cli/demo/sluice.yaml')}`)
      // Two rows of the warehouse become dead letters, which a sync's exit code tells.
      const expected = args[0] === 'sync' ? [EXIT.done, EXIT.partial] : [EXIT.done]
      return runCommand(options.program, args, env, signal, expected)
    }

    await sluice('migrate')
    for (const line of (await sluice('apply', '-f', CONFIG_FILE)).trimEnd().split('\n')) say(line)
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

    const first = await runRound(sluice, say)
    say('warehouse: some customers upgrade, some are new, orders come in, ten orders go')
    await changeWarehouse(databases.warehouseUrl)
    const second = await runRound(sluice, say)

    const document = compareCounts(first, second, emulator.counts())
    const samples = ['identify', 'track'] as const
    await options.stay(
      document,
      listAddresses(emulator, parts, variables),
      samples.flatMap((type) => emulator.events({ type }).slice(0, 1)),
    )
    return document
  } finally {
    await lifecycle.stop()
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

async function runRound(
  sluice: (...args: string[]) => Promise<string>,
  say: (line: string) => void,
): Promise<Round> {
  const syncs: SyncDocument[] = []
  for (const mapping of MAPPINGS) {
    const sync = JSON.parse(await sluice('sync', mapping, '--wait', '--json')) as SyncDocument
    say(formatSync(sync))
    syncs.push(sync)
  }
  return sumRound(syncs)
}

function formatSync(sync: SyncDocument): string {
  const { status, extracted, delivered, invalid, dead, startedAt, finishedAt } = sync
  const seconds = (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1_000
  const letters = invalid + dead === 0 ? '' : `, ${invalid + dead} dead letters`
  return `  ${status}: ${extracted} rows had changed, ${delivered} events delivered${letters} in ${seconds.toFixed(1)} s`
}

function listAddresses(
  emulator: Emulator,
  parts: readonly { readonly ready: Readonly<Record<string, unknown>> }[],
  variables: Readonly<Record<string, string>>,
): DemoAddresses {
  const board = parts.map(({ ready }) => ready['url']).find((url) => typeof url === 'string')
  return {
    emulator: emulator.url,
    overview: String(board),
    board: `${String(board)}/queues`,
    environment: Object.entries(variables),
    metrics: WORKERS.map((worker, index) => ({
      worker,
      url: `http://127.0.0.1:${String(parts[index]?.ready['httpPort'])}/metrics`,
    })),
  }
}
