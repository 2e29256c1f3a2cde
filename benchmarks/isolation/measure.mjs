import { startLocalServers } from '../../infra/local/src/index.ts'
import { openScene } from '../../packages/sender/src/testing/open-scene.ts'
import { createMigratedDatabase } from '../../packages/shared/src/testing/index.ts'
import { readOptions } from '../read-options.mjs'
import { runBenchmark } from '../run-benchmark.mjs'
import { round, summariseNumbers } from '../summarise-numbers.mjs'
import { EVENTS, measureSync } from './measure-sync.mjs'
import { renderTable } from './render-table.mjs'

/** What the other key's requests meet. */
const CASES = [
  ['alone', null],
  ['429', { type: 'status', status: 429, retryAfter: 300 }],
  ['503', { type: 'status', status: 503 }],
  ['hang', { type: 'hang' }],
]

await runBenchmark('bench:isolation', async (closers) => {
  const { json, rounds, chunks, ...options } = readOptions({ rounds: 5, chunks: 40 }, [], {
    case: CASES.map(([name]) => name),
  })
  const cases = CASES.filter(([name]) => ['alone', options.case ?? name].includes(name))
  const say = (line) => void process.stderr.write(`${line}\n`)

  const { DATABASE_URL, REDIS_URL } = process.env
  const servers = await startLocalServers({ env: { DATABASE_URL, REDIS_URL }, log: say })
  closers.push(() => servers.stop())
  process.env.DATABASE_URL = servers.databaseUrl
  process.env.REDIS_URL = servers.redisUrl
  const scene = await openScene({ createDatabase: createMigratedDatabase })
  closers.push(() => scene.close())

  const times = new Map(cases.map(([name]) => [name, []]))
  // The first one warms up servers and caches, and is forgotten.
  await measureSync(scene, chunks, null)
  for (let number = 1; number <= rounds; number += 1) {
    for (const [name, action] of cases) times.get(name).push(await measureSync(scene, chunks, action))
    say(`round ${number} of ${rounds}`)
  }
  const summarise = (runs, field) =>
    summariseNumbers(
      runs.map((run) => run[field]),
      0,
    )
  const alone = summarise(times.get('alone'), 'ms')
  const results = [...times].map(([name, all]) => {
    const ms = summarise(all, 'ms')
    return { case: name, ms, cpuMs: summarise(all, 'cpuMs'), ratio: round(ms.median / alone.median, 2) }
  })
  const report = {
    rounds,
    events: chunks * EVENTS,
    cases: results,
    ratio: Math.max(...results.map(({ ratio }) => ratio)),
  }
  return json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report)
})
