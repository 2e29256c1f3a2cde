import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createEnvironment } from '../check-program.ts'
import { LocalServerError } from '../local-server-error.ts'
import type { LocalServer } from '../local-server.ts'
import { readMachine } from '../machine.ts'
import { openServerDirectory } from '../open-server-directory.ts'
import { ownServer } from '../own-server.ts'
import { startOnFreePort } from '../start-on-free-port.ts'
import { startOwnProcess } from '../start-own-process.ts'
import { waitUntilReady } from '../wait-until-ready.ts'
import { askRedis } from './ask-redis.ts'
import { findRedis } from './find-redis.ts'

const START_PATIENCE_MS = 30_000

/**
 * Starts a Redis Sentinel on a loopback port; `settings` are the lines of its configuration that say what it watches.
 */
export async function startSentinel(options: { readonly settings: readonly string[] }): Promise<LocalServer> {
  const program = await findRedis(readMachine(process.env))
  const directory = await openServerDirectory(undefined, undefined)
  try {
    return await startOnFreePort(undefined, async (port) => {
      // A sentinel writes what it learns into its configuration.
      const file = join(directory.path, 'sentinel.conf')
      await writeFile(file, ['bind 127.0.0.1', `port ${port}`, ...options.settings, ''].join('\n'), {
        mode: 0o600,
      })
      const server = await startOwnProcess({
        command: program.command,
        args: [file, '--sentinel'],
        env: createEnvironment(program.libraries),
        cwd: directory.path,
        logFile: directory.logFile,
        stopSteps: [{ signal: 'SIGTERM', graceMs: 10_000 }],
        watchdog: directory.watchdog,
        orphanSignal: 'SIGKILL',
      })
      const url = `redis://127.0.0.1:${port}`
      const { outcome, complaint } = await waitUntilReady({
        probe: () => askRedis(url, async (redis) => (await redis.ping()) === 'PONG'),
        hasExited: server.hasExited,
        patienceMs: START_PATIENCE_MS,
      })
      if (outcome === 'ready') return ownServer(server, directory, url, port)
      await server.stop()
      throw new LocalServerError(`redis sentinel does not start (${program.command}): ${complaint}`)
    })
  } catch (error) {
    await directory.close()
    throw error
  }
}
