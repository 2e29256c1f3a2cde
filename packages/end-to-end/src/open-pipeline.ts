import { randomBytes } from 'node:crypto'
import { Client, type QueryResultRow } from 'pg'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import {
  startProcess,
  type StartedProcess,
  asProcessOf,
  openInstallation,
  PROGRAM,
  type Installation,
  type OwnServers,
} from '@sluice/cli/testing'

/** The whole of Sluice as a user would run it: an installation, workers as processes, a local Tracking API. */
export interface Pipeline extends Pick<Installation, 'sluice' | 'runProcess'> {
  readonly emulator: Emulator
  readonly env: Readonly<Record<string, string>>
  readonly redisUrl: string
  readonly warehouseUrl: string
  readonly controlUrl: string
  readonly prefix: string
  readonly writeKeys: { readonly us: string; readonly eu: string }
  /** Writes a sluice.yaml and returns its path. */
  writeConfig(yaml: string): Promise<string>
  /** Runs a statement in the warehouse. */
  warehouse<R extends QueryResultRow>(statement: string, values?: unknown[]): Promise<R[]>
  /** Runs a statement in the control database. */
  control<R extends QueryResultRow>(statement: string, values?: unknown[]): Promise<R[]>
  /** Starts the workers, or those that are named, and waits until they are ready. */
  startWorkers(parts?: readonly WorkerName[]): Promise<void>
  /** Starts the console, whose operator is `ops:secret`; returns its address. */
  startConsole(): Promise<string>
  /** Every line that a worker has written. */
  readonly lines: readonly string[]
  /** What a worker serves at a path such as `/metrics`. */
  ask(part: WorkerName, path: string): Promise<string>
  /** Kills the workers, or those that are named, with SIGKILL. */
  killWorkers(parts?: readonly WorkerName[]): void
  /** Tells a worker to stop (SIGTERM), and waits until it has. */
  stopWorker(part: WorkerName): Promise<void>
  /** Stops a worker in its tracks (SIGSTOP), so that another can be started in its place. */
  suspendWorker(part: WorkerName): SuspendedWorker
  close(): Promise<void>
}

/** A worker that stands still, and holds what it had. */
export interface SuspendedWorker {
  /** Lets it go on (SIGCONT). */
  resume(): void
  /** What it serves at a path, once it goes on. */
  ask(path: string): Promise<string>
}

export type WorkerName = 'extractor' | 'mapper' | 'sender'

export const WORKERS: readonly WorkerName[] = ['extractor', 'mapper', 'sender']

/**
 * Opens a pipeline with fresh databases, a fresh queue prefix and an emulator, with variables beside its own; no
 * worker runs yet.
 */
export async function openPipeline(
  own?: OwnServers,
  extra: Readonly<Record<string, string>> = {},
): Promise<Pipeline> {
  const writeKeys = { us: `us_${randomBytes(8).toString('hex')}`, eu: `eu_${randomBytes(8).toString('hex')}` }
  const emulator = await startEmulator({
    writeKeys: { [writeKeys.us]: 'us-west-2', [writeKeys.eu]: 'eu-west-1' },
  })
  const variables = {
    SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    SLUICE_SETTINGS_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    SLUICE_HTTP_PORT: '0',
    US_KEY: writeKeys.us,
    EU_KEY: writeKeys.eu,
    ...extra,
  }
  const installation = await openInstallation(variables, own)
  const { env, controlUrl, warehouseUrl } = installation
  const running = new Map<WorkerName | 'console', StartedProcess>()
  const suspended: StartedProcess[] = []
  const lines: string[] = []
  let configs = 0

  return {
    emulator,
    env,
    redisUrl: env['REDIS_URL'] ?? '',
    warehouseUrl,
    controlUrl,
    prefix: env['SLUICE_QUEUE_PREFIX'] ?? '',
    writeKeys,
    sluice: (args, overlay) => installation.sluice(args, overlay),
    runProcess: (args, overlay) => installation.runProcess(args, overlay),
    writeConfig: (yaml) => installation.writeFile(`sluice-${(configs += 1)}.yaml`, yaml),
    warehouse: (statement, values) => runStatement(warehouseUrl, statement, values),
    control: (statement, values) => runStatement(controlUrl, statement, values),
    async startWorkers(parts = WORKERS) {
      await Promise.all(
        parts.map(async (part) =>
          running.set(
            part,
            await startProcess(
              PROGRAM,
              ['start', part],
              { ...env, DATABASE_URL: asProcessOf(['start', part], controlUrl) },
              'worker ready',
              (line) => lines.push(line),
            ),
          ),
        ),
      )
    },
    async startConsole() {
      const credentials = { SLUICE_CONSOLE_USER: 'ops', SLUICE_CONSOLE_PASSWORD: 'secret' }
      const consoleEnv = {
        ...env,
        ...credentials,
        DATABASE_URL: asProcessOf(['start', 'console'], controlUrl),
        SLUICE_CONSOLE_PORT: '0',
      }
      const started = await startProcess(PROGRAM, ['start', 'console'], consoleEnv, 'console ready')
      running.set('console', started)
      return String(started.ready['url'])
    },
    lines,
    ask: (part, path) => askWorker(running.get(part), path),
    killWorkers(parts = WORKERS) {
      for (const part of parts) {
        const worker = running.get(part)
        if (worker !== undefined) process.kill(worker.pid, 'SIGKILL')
        running.delete(part)
      }
    },
    async stopWorker(part) {
      const worker = running.get(part)
      running.delete(part)
      await worker?.stop()
    },
    suspendWorker(part) {
      const worker = running.get(part)
      if (worker === undefined) throw new Error(`no ${part} runs`)
      running.delete(part)
      suspended.push(worker)
      process.kill(worker.pid, 'SIGSTOP')
      return {
        resume: () => process.kill(worker.pid, 'SIGCONT'),
        ask: (path) => askWorker(worker, path),
      }
    },
    async close() {
      for (const { pid } of suspended) process.kill(pid, 'SIGCONT')
      await Promise.all(suspended.map((worker) => worker.stop()))
      await Promise.all([...running.values()].map((worker) => worker.stop()))
      await emulator.close()
      await installation.close()
    },
  }
}

async function askWorker(worker: StartedProcess | undefined, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${String(worker?.ready['httpPort'])}${path}`)).text()
}

async function runStatement<R extends QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(statement, values)).rows
  } finally {
    await client.end()
  }
}
