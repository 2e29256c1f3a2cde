import { parseArgs } from 'node:util'
import { startLocalServers } from '../../infra/local/src/index.ts'
import { openScene } from '../../packages/sender/src/testing/open-scene.ts'
import { summariseNumbers, round } from '../summarise-numbers.mjs'
import { measureSync } from './measure-sync.mjs'
import { renderTable } from './render-table.mjs'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
})
const say = (line) => void process.stderr.write(`${line}\n`)

/** What the other key's requests meet. */
const CASES = [
  ['alone', null],
  ['429', { type: 'status', status: 429, retryAfter: 300 }],
  ['503', { type: 'status', status: 503 }],
  ['hang', { type: 'hang' }],
]

const { DATABASE_URL, REDIS_URL } = process.env
const servers = await startLocalServers({ env: { DATABASE_URL, REDIS_URL }, log: say })
process.env.DATABASE_URL = servers.databaseUrl
process.env.REDIS_URL = servers.redisUrl
const scene = await openScene()
try {
  const times = new Map(CASES.map(([name]) => [name, []]))
  // The first one warms up servers and caches, and is forgotten.
  await measureSync(scene, null)
  for (let number = 1; number <= Number(values.rounds); number += 1) {
    for (const [name, action] of CASES) times.get(name).push(await measureSync(scene, action))
    say(`round ${number} of ${values.rounds}`)
  }
  const summarise = (runs, field) =>
    summariseNumbers(
      runs.map((run) => run[field]),
      0,
    )
  const alone = summarise(times.get('alone'), 'ms')
  const cases = [...times].map(([name, all]) => {
    const ms = summarise(all, 'ms')
    return { case: name, ms, cpuMs: summarise(all, 'cpuMs'), ratio: round(ms.median / alone.median, 2) }
  })
  const report = { rounds: Number(values.rounds), cases, ratio: Math.max(...cases.map(({ ratio }) => ratio)) }
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report))
} finally {
  await scene.close()
  await servers.stop()
}
