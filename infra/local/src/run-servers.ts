import { LocalServerError } from './local-server-error.ts'
import { startLocalServers } from './start-local-servers.ts'

/** `pnpm servers`: the servers that the demo and the tests use, for work by hand, until Ctrl-C. */
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
})
try {
  const servers = await startLocalServers({ env: {}, log: (line) => void process.stderr.write(`${line}\n`) })
  process.stdout.write(`export DATABASE_URL=${servers.databaseUrl}\nexport REDIS_URL=${servers.redisUrl}\n`)
  // Nothing else may keep the process alive.
  const keepAlive = setInterval(() => {}, 2 ** 30)
  await stopped
  clearInterval(keepAlive)
  await servers.stop()
} catch (error) {
  if (!(error instanceof LocalServerError)) throw error
  process.stderr.write(`sluice: ${error.message}\n`)
  process.exitCode = 1
}
