import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectRedis } from '@sluice/shared/queues'
import { ROLES, migrate, openDatabase, type Database } from '@sluice/shared/store'
import { createSecretBox, type SecretBox } from '@sluice/shared/secrets'
import {
  asRole,
  createRoles,
  createControlDatabase,
  createEmptyDatabase,
  createQueuePrefix,
  createScript,
  readTestServers,
  removePrefix,
} from '@sluice/shared/testing'
import type { SluiceProgram } from '../demo/start-process.ts'
import { runInProcess, type CommandResult } from './run-in-process.ts'

/** A command that runs. */
export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<CommandResult>
}

/**
 * A control database, a warehouse and a queue prefix of a test file's own, and the
 * commands that a user would run on them.
 */
export interface Installation {
  readonly db: Database
  readonly secrets: SecretBox
  readonly env: Readonly<Record<string, string>>
  readonly controlUrl: string
  readonly warehouseUrl: string
  /**
   * Runs `sluice <args>` within this process, in a fraction of the time of one of its
   * own; `env` is laid over the installation's.
   */
  sluice(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>
  /** Starts it as a process, as a user does. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RunningCommand
  /** The same, to its end. */
  runProcess(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>
  /** Runs statements in the warehouse. */
  warehouse(statements: string): Promise<void>
  /** Writes a file and returns its path. */
  writeFile(name: string, text: string): Promise<string>
  close(): Promise<void>
}

const NOWHERE = 'http://127.0.0.1:9/v1'

/** How `sluice` is started as a process. */
export const PROGRAM: SluiceProgram = createScript(new URL('../bin.ts', import.meta.url))

/** Servers of a test file's own, for a test that stops or empties them. */
export interface OwnServers {
  readonly controlUrl: string
  readonly warehouseUrl: string
  readonly redisUrl: string
}

/**
 * Opens an installation with an empty config; nothing runs. `extra` is laid over the environment
 * of its commands. It lives on the servers of the whole test run, unless it is given its own.
 */
export async function openInstallation(
  extra: Readonly<Record<string, string>> = {},
  own?: OwnServers,
): Promise<Installation> {
  const servers = own ?? readSharedServers()
  const control = await (own === undefined
    ? createControlDatabase(servers.controlUrl)
    : createEmptyDatabase(servers.controlUrl))
  if (own !== undefined) {
    await createRoles(control.url)
    await migrate(control.url)
  }
  const warehouse = await createEmptyDatabase(servers.warehouseUrl)
  const prefix = createQueuePrefix()
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'))
  const secretKey = randomBytes(32).toString('base64')
  const db = openDatabase({ url: control.url, applicationName: 'sluice test' })
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: control.url,
    REDIS_URL: servers.redisUrl,
    SLUICE_QUEUE_PREFIX: prefix,
    SLUICE_SECRET_KEY: secretKey,
    WAREHOUSE_URL: warehouse.url,
    SEGMENT_WRITE_KEY: 'wk-hunter2',
    // No test asks Segment.
    SLUICE_ENDPOINT_US_WEST_2: NOWHERE,
    SLUICE_ENDPOINT_EU_WEST_1: NOWHERE,
    ...extra,
  }
  const createEnv = (args: readonly string[], overlay: Readonly<Record<string, string>> = {}) => ({
    ...env,
    DATABASE_URL: asProcessOf(args, control.url),
    ...overlay,
  })
  const start: Installation['start'] = (args, overlay) => startSluice(args, createEnv(args, overlay), folder)
  return {
    db,
    secrets: createSecretBox(secretKey),
    env,
    controlUrl: control.url,
    warehouseUrl: warehouse.url,
    sluice: (args, overlay) => runInProcess(args, createEnv(args, overlay)),
    start,
    runProcess: (args, overlay) => start(args, overlay).ended,
    async warehouse(statements) {
      const connection = openDatabase({ url: warehouse.url, applicationName: 'sluice test' })
      await connection.query(statements)
      await connection.close()
    },
    async writeFile(name, text) {
      const path = join(folder, name)
      await writeFile(path, text)
      return path
    },
    async close() {
      await db.close()
      await control.drop()
      await warehouse.drop()
      const redis = await connectRedis(servers.redisUrl)
      await removePrefix(redis, prefix)
      await redis.quit()
      await rm(folder, { recursive: true })
    },
  }
}

/**
 * The control database under the role of the process that a command is: several workers
 * in one process are nobody's, and have them all.
 */
export function asProcessOf([command, ...args]: readonly string[], controlUrl: string): string {
  if (command === 'migrate') return controlUrl
  if (command !== 'start') return asRole(controlUrl, 'sluice_cli')
  const [role] = args.length === 1 ? ROLES.filter((known) => known === `sluice_${args[0]}`) : []
  return role === undefined ? controlUrl : asRole(controlUrl, role)
}

function readSharedServers(): OwnServers {
  const { databaseUrl, redisUrl } = readTestServers(process.env)
  return { controlUrl: databaseUrl, warehouseUrl: databaseUrl, redisUrl }
}

function startSluice(args: readonly string[], env: NodeJS.ProcessEnv, folder: string): RunningCommand {
  const child = spawn(PROGRAM.execPath, [...PROGRAM.execArgv, PROGRAM.script, ...args], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...output }))
  })
  return { child, ended }
}
