import { cpus, loadavg } from 'node:os'
import { prepareBenchmark } from '../prepare-benchmark.mjs'
import { readOptions } from '../read-options.mjs'
import { runBenchmark } from '../run-benchmark.mjs'
import { readSettings } from './read-settings.mjs'
import { renderTable } from './render-table.mjs'
import { summarise } from './summarise.mjs'

await runBenchmark('bench:diff', async (closers) => {
  const { json, rows, rounds } = readOptions({ rows: 1_000_000, rounds: 5 })
  const say = (line) => void process.stderr.write(`${line}\n`)

  prepareBenchmark(null, 'packages/warehouse', 'infra/local')
  // Only now do these have something to import.
  const { openDatabase } = await import('./open-database.mjs')
  const { measure } = await import('./measure.mjs')

  const database = await openDatabase(say)
  closers.push(() => database.close())
  const sizes = []
  for (const size of [Math.ceil(rows / 10), rows])
    sizes.push({ rows: size, ...(await measure(database, { rows: size, rounds, say })) })
  const report = summarise({
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    loadAverage: Number(loadavg()[1].toFixed(1)),
    server: await readSettings(database),
    rounds,
    sizes,
  })
  return json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report)
})
