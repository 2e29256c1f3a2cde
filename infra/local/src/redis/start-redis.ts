import { mkdir, readFile } from 'node:fs/promises'
import { createEnvironment } from '../check-program.ts'
import type { LocalProgram } from '../local-program.ts'
import { LocalServerError } from '../local-server-error.ts'
import type { LocalServer } from '../local-server.ts'
import { readMachine } from '../machine.ts'
import { openServerDirectory, type ServerDirectory } from '../open-server-directory.ts'
import { ownServer } from '../own-server.ts'
import { PortTakenError } from '../port-taken-error.ts'
import { readLastWords } from '../run-command.ts'
import { startOnFreePort } from '../start-on-free-port.ts'
import { startOwnProcess } from '../start-own-process.ts'
import { waitUntilReady } from '../wait-until-ready.ts'
import { askRedis } from './ask-redis.ts'
import { findRedis } from './find-redis.ts'

export interface RedisOptions {
  /** Where its data is kept, also after `stop`; made when missing. Default: a temporary folder. */
  readonly directory?: string
  /** A fixed port, to start again under the same URL. Default: a free one. */
  readonly port?: number
  /** Keeps an append-only file, so that data survives `stop` and `kill`. Default: false, all is forgotten. */
  readonly appendonly?: boolean
  /** Lines of its configuration that come after ours, and so go before them. */
  readonly settings?: readonly string[]
  readonly log?: (line: string) => void
}

const START_PATIENCE_MS = 30_000

/** Starts a private Redis on a loopback port; its URL holds the password. It never evicts, as BullMQ requires. */
export async function startRedis(options: RedisOptions = {}): Promise<LocalServer> {
  const program = await findRedis(readMachine(process.env), options.log)
  const directory = await openServerDirectory(options.directory, undefined)
  try {
    await mkdir(directory.data, { recursive: true })
    const server = await startOnFreePort(options.port, (port) => serve(program, directory, port, options))
    options.log?.(`redis ${program.version} on 127.0.0.1:${server.port} (${program.command})`)
    return server
  } catch (error) {
    await directory.close()
    throw error
  }
}

async function serve(
  program: LocalProgram,
  directory: ServerDirectory,
  port: number,
  { appendonly = false, settings = [] }: RedisOptions,
): Promise<LocalServer> {
  const logStart = (await readLog(directory)).length
  const server = await startOwnProcess({
    command: program.command,
    // By standard input, where no list of processes shows the password.
    args: ['-'],
    input: [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${directory.password}`,
      `dir ${JSON.stringify(directory.data)}`,
      'save ""',
      `appendonly ${appendonly ? 'yes' : 'no'}`,
      'maxmemory-policy noeviction',
      'daemonize no',
      ...settings,
      '',
    ].join('\n'),
    env: createEnvironment(program.libraries),
    cwd: directory.path,
    logFile: directory.logFile,
    stopSteps: [{ signal: 'SIGTERM', graceMs: 10_000 }],
    watchdog: directory.watchdog,
    orphanSignal: 'SIGKILL',
  })
  const url = `redis://:${directory.password}@127.0.0.1:${port}`
  const { outcome, complaint } = await waitUntilReady({
    // Ours: whoever answers there is the process that we started.
    probe: () =>
      askRedis(url, async (redis) =>
        (await redis.info('server')).includes(`\r\nprocess_id:${server.pid}\r\n`),
      ),
    hasExited: server.hasExited,
    patienceMs: START_PATIENCE_MS,
  })
  if (outcome === 'ready') return ownServer(server, directory, url, port)
  await server.stop()
  const log = (await readLog(directory)).slice(logStart)
  if (/address already in use/i.test(log)) throw new PortTakenError(port)
  throw new LocalServerError(
    `redis does not start (${program.command}): ${outcome === 'late' ? complaint : readLastWords(log)}`,
  )
}

async function readLog(directory: ServerDirectory): Promise<string> {
  return readFile(directory.logFile, 'utf8').catch(() => '')
}
