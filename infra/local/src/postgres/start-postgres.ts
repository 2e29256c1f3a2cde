import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalServerError } from '../local-server-error.ts'
import type { LocalServer } from '../local-server.ts'
import { readMachine } from '../machine.ts'
import { openServerDirectory, type Owner, type ServerDirectory } from '../open-server-directory.ts'
import { ownServer } from '../own-server.ts'
import { PortTakenError } from '../port-taken-error.ts'
import { readLastWords } from '../run-command.ts'
import { SERVER_ENVIRONMENT } from '../server-environment.ts'
import { startOnFreePort } from '../start-on-free-port.ts'
import { startOwnProcess, type StopStep } from '../start-own-process.ts'
import { waitUntilReady } from '../wait-until-ready.ts'
import { createCluster, SUPERUSER } from './create-cluster.ts'
import { findPostgresBinaries, type PostgresBinaries } from './find-postgres-binaries.ts'
import { findUnprivilegedUser } from './find-unprivileged-user.ts'
import { queryPostgres } from './query-postgres.ts'

export interface PostgresOptions {
  /**
   * Where its data is kept, also after `stop`; made when missing. As root it is handed
   * to the unprivileged user that PostgreSQL runs as. Default: a temporary folder.
   */
  readonly directory?: string
  /** A fixed port, to start again under the same URL. Default: a free one. */
  readonly port?: number
  /**
   * Writes as a production server does, to survive a crash of the machine. Default:
   * false, which is faster and still survives `kill`.
   */
  readonly durable?: boolean
  readonly log?: (line: string) => void
}

const START_PATIENCE_MS = 60_000

/** PostgreSQL's fast shutdown, then its immediate shutdown. */
const STOP_STEPS: readonly StopStep[] = [
  { signal: 'SIGINT', graceMs: 10_000 },
  { signal: 'SIGQUIT', graceMs: 6_000 },
]

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Shared memory as files of the data directory: what a killed server leaves behind goes with it.
  dynamic_shared_memory_type: 'mmap',
} as const

const FAST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const

/** Starts a private PostgreSQL on a loopback port; its URL is that of a superuser, in the database `postgres`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<LocalServer> {
  const owner = await findUnprivilegedUser()
  const binaries = await findPostgresBinaries(readMachine(process.env), owner)
  const directory = await openServerDirectory(options.directory, owner)
  try {
    const plan = { binaries, owner, directory, durable: options.durable ?? false }
    await createCluster(binaries, directory, owner, plan.durable)
    const server = await startOnFreePort(options.port, (port) => serve(plan, port))
    options.log?.(`postgresql ${binaries.version} on 127.0.0.1:${server.port} (${binaries.postgres})`)
    return server
  } catch (error) {
    await directory.close()
    throw error
  }
}

interface Plan {
  readonly binaries: PostgresBinaries
  readonly owner: Owner | undefined
  readonly directory: ServerDirectory
  readonly durable: boolean
}

async function serve(plan: Plan, port: number, startedAt = performance.now()): Promise<LocalServer> {
  const { binaries, owner, directory, durable } = plan
  const settings = Object.entries({ ...SETTINGS, ...(durable ? {} : FAST_SETTINGS) })
  const logStart = (await readLog(directory)).length
  const server = await startOwnProcess({
    ...owner,
    command: binaries.postgres,
    args: [
      '-D',
      directory.data,
      '-p',
      String(port),
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: SERVER_ENVIRONMENT,
    cwd: directory.path,
    logFile: directory.logFile,
    stopSteps: STOP_STEPS,
    watchdog: directory.watchdog,
    orphanSignal: 'SIGQUIT',
  })
  const url = `postgres://${SUPERUSER}:${directory.password}@127.0.0.1:${port}/postgres`
  const { outcome, complaint } = await waitUntilReady({
    // Ours: our process wrote its pid into our directory, and it knows the password that was made for it.
    probe: async () =>
      (await readServingPid(directory)) === server.pid &&
      (await queryPostgres(url, 'select 1')) !== undefined,
    hasExited: server.hasExited,
    patienceMs: START_PATIENCE_MS,
  })
  if (outcome === 'ready') return ownServer(server, directory, url, port)
  await server.stop()
  const log = (await readLog(directory)).slice(logStart)
  // The processes of a server that was killed need a moment to notice; then the directory is free.
  const isHaunted = log.includes('pre-existing shared memory block')
  if (isHaunted && performance.now() - startedAt < START_PATIENCE_MS) return serve(plan, port, startedAt)
  if (log.includes('could not create any TCP/IP sockets')) throw new PortTakenError(port)
  const reason = outcome === 'late' ? complaint : readLastWords(log)
  throw new LocalServerError(`postgresql does not start (${binaries.postgres}): ${reason}`)
}

/**
 * The pid of the server that serves this directory, from its postmaster.pid: line 1
 * once line 8 says that it accepts connections.
 */
async function readServingPid(directory: ServerDirectory): Promise<number | undefined> {
  const text = await readFile(join(directory.data, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => line.trim())
  return lines[7] === 'ready' ? Number(lines[0]) : undefined
}

async function readLog(directory: ServerDirectory): Promise<string> {
  return readFile(directory.logFile, 'utf8').catch(() => '')
}
