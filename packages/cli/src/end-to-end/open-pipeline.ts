import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type QueryResultRow } from 'pg'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import { connectRedis } from '@sluice/shared/queues'
import {
  createControlDatabase,
  createEmptyDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
} from '@sluice/shared/testing'
import { startProcess, type SluiceProgram, type StartedProcess } from '../demo/start-process.ts'

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The whole of Sluice as a user would run it: databases, Redis, workers and commands as processes, a local Tracking API. */
export interface Pipeline {
  readonly emulator: Emulator
  readonly redisUrl: string
  readonly prefix: string
  readonly writeKeys: { readonly us: string; readonly eu: string }
  /** Runs `sluice <args>` to its end; `env` is laid over the pipeline's own. */
  sluice(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CommandResult>
  /** Writes a sluice.yaml and returns its path. */
  writeConfig(yaml: string): Promise<string>
  /** Runs a statement in the warehouse. */
  warehouse<R extends QueryResultRow>(statement: string, values?: unknown[]): Promise<R[]>
  /** Runs a statement in the control database. */
  control<R extends QueryResultRow>(statement: string, values?: unknown[]): Promise<R[]>
  start(part: 'extractor' | 'mapper' | 'sender'): Promise<StartedProcess>
  startWorkers(): Promise<void>
  /** Kills every worker with SIGKILL. */
  killWorkers(): void
  close(): Promise<void>
}

const PROGRAM: SluiceProgram = {
  execPath: process.execPath,
  execArgv: ['--import', 'tsx', '-C', '@sluice/source'],
  script: fileURLToPath(new URL('../bin.ts', import.meta.url)),
}

/** Opens a pipeline with fresh databases, a fresh queue prefix and an emulator; no worker runs yet. */
export async function openPipeline(): Promise<Pipeline> {
  const servers = readTestServers(process.env)
  const control = await createControlDatabase(servers.databaseUrl)
  const warehouse = await createEmptyDatabase(servers.databaseUrl)
  const prefix = createQueuePrefix()
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'))
  const writeKeys = { us: `us_${randomBytes(8).toString('hex')}`, eu: `eu_${randomBytes(8).toString('hex')}` }
  const emulator = await startEmulator({
    writeKeys: { [writeKeys.us]: 'us-west-2', [writeKeys.eu]: 'eu-west-1' },
  })
  const running = new Set<StartedProcess>()

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_OPTIONS: '',
    DATABASE_URL: control.url,
    REDIS_URL: servers.redisUrl,
    SLUICE_QUEUE_PREFIX: prefix,
    SLUICE_SECRET_KEY: randomBytes(32).toString('base64'),
    SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    SLUICE_HTTP_PORT: '0',
    WAREHOUSE_URL: warehouse.url,
    US_KEY: writeKeys.us,
    EU_KEY: writeKeys.eu,
  }

  const start = async (part: string): Promise<StartedProcess> => {
    const started = await startProcess(PROGRAM, ['start', part], env, 'worker ready')
    running.add(started)
    return started
  }

  return {
    emulator,
    redisUrl: servers.redisUrl,
    prefix,
    writeKeys,
    start,
    sluice: (args, overlay = {}) => runToEnd(args, { ...env, ...overlay }),
    async writeConfig(yaml) {
      const path = join(folder, `sluice-${randomBytes(4).toString('hex')}.yaml`)
      await writeFile(path, yaml)
      return path
    },
    warehouse: (statement, values) => runStatement(warehouse.url, statement, values),
    control: (statement, values) => runStatement(control.url, statement, values),
    async startWorkers() {
      await Promise.all(['extractor', 'mapper', 'sender'].map(start))
    },
    killWorkers() {
      for (const { pid } of running) process.kill(pid, 'SIGKILL')
      running.clear()
    },
    async close() {
      await Promise.all([...running].map((worker) => worker.stop()))
      await emulator.close()
      await control.drop()
      await warehouse.drop()
      const redis = await connectRedis(servers.redisUrl)
      await removePrefix(redis, prefix)
      await redis.quit()
      await rm(folder, { recursive: true })
    },
  }
}

function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM.execPath, [...PROGRAM.execArgv, PROGRAM.script, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...output }))
  })
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
