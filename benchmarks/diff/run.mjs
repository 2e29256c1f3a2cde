import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepare } from './prepare.mjs'
import { readSettings } from './read-settings.mjs'
import { renderTable } from './render-table.mjs'
import { summarise } from './summarise.mjs'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
  },
})
const rows = Number(values.rows)
const rounds = Number(values.rounds)
const say = (line) => void process.stderr.write(`${line}\n`)

prepare()
// Only now do these have something to import.
const { openDatabase } = await import('./open-database.mjs')
const { measure } = await import('./measure.mjs')

const database = await openDatabase(say)
let closing
const close = () => (closing ??= database.close())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => void close().finally(() => process.exit(130)))
try {
  const sizes = []
  for (const size of [rows / 10, rows])
    sizes.push({ rows: size, ...(await measure(database, { rows: size, rounds, say })) })
  const report = summarise({
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    loadAverage: Number(loadavg()[1].toFixed(1)),
    server: await readSettings(database),
    rounds,
    sizes,
  })
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report))
} finally {
  await close()
}
