import { constants } from 'node:os'
import { openSoak } from './open-soak.ts'
import { readSoakOptions } from './read-soak-options.ts'
import { runSoak } from './run-soak.ts'
import { renderSoakReport } from './soak-report.ts'

/**
 * `npm run soak`: exit code 0 when everything agrees, 1 when something differs or it could not be run, 2 for wrong use.
 */
const options = readSoakOptions(process.argv.slice(2))
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal]
    stopping.abort()
  })
}

const soak = await openSoak(options.workers)
let isWell = false
try {
  const stopped = new Promise<never>((_, reject) =>
    stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason)),
  )
  const report = await Promise.race([runSoak(soak, options, stopping.signal), stopped])
  isWell = report.findings.length === 0
  process.exitCode = isWell ? 0 : 1
  process.stdout.write(`${options.json ? JSON.stringify(report) : renderSoakReport(report)}\n`)
} catch (error) {
  if (!stopping.signal.aborted) {
    process.exitCode = 1
    process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`)
  }
} finally {
  const keepsLogs = !isWell && !stopping.signal.aborted
  await soak.close(keepsLogs)
  if (keepsLogs) process.stderr.write(`soak: what the workers said is in ${soak.logFolder}\n`)
}
