import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { prepareBenchmark } from '../prepare-benchmark.mjs'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    scale: { type: 'boolean', default: false },
    rows: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
})
if (!existsSync('/proc/self/stat'))
  throw new Error('CPU and memory of the processes are read from /proc: run it on Linux')

prepareBenchmark(fileURLToPath(new URL('.', import.meta.url)))
// Only now do these have something to import.
const { openStage } = await import('./open-stage.mjs')
const { compareSides } = await import('./compare-sides.mjs')
const { measureScale } = await import('./measure-scale.mjs')
const { renderReport } = await import('./render-table.mjs')

const closers = []
const close = async () => {
  for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => void close().finally(() => process.exit(130)))

const plan = {
  rows: Number(values.rows ?? (values.quick ? 100_000 : 1_000_000)),
  rounds: Number(values.rounds),
  say: (line) => void process.stderr.write(`${line}\n`),
}
try {
  const stage = await openStage(closers)
  const findings = await (values.scale ? measureScale : compareSides)(stage, plan, closers)
  const [cpu] = cpus()
  const report = {
    node: process.version,
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    rows: plan.rows,
    rounds: plan.rounds,
    ...findings,
  }
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report))
} finally {
  await close()
}
