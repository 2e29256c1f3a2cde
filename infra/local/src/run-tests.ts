import { constants } from 'node:os'
import { LocalServerError } from './local-server-error.ts'
import { runChild } from './run-child.mjs'
import { startLocalServers } from './start-local-servers.ts'

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'] as const

/** While servers start or stop a signal only takes note of itself; while jest runs, `runChild` passes it on. */
let interruptedBy: NodeJS.Signals | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (interruptedBy = signal))

/** `npm test`: servers, then jest with the arguments of this process, then no servers. Answers jest's exit code. */
async function runTests(args: readonly string[]): Promise<number> {
  const servers = await startLocalServers({
    env: process.env,
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  try {
    if (interruptedBy !== undefined) return 128 + constants.signals[interruptedBy]
    const env = {
      ...process.env,
      DATABASE_URL: servers.databaseUrl,
      REDIS_URL: servers.redisUrl,
    }
    return await runChild(process.execPath, [...JEST, ...args], { env })
  } finally {
    await servers.stop()
  }
}

try {
  process.exitCode = await runTests(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof LocalServerError)) throw error
  process.stderr.write(`sluice: ${error.message}\n`)
  process.exitCode = 1
}
