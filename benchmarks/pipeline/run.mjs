import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bundleProgram, prepareBenchmark } from '../prepare-benchmark.mjs'
import { readOptions } from '../read-options.mjs'
import { runBenchmark } from '../run-benchmark.mjs'

await runBenchmark('bench:pipeline', async (closers) => {
  const { json, quick, scale, rows, rounds, most } = readOptions({ rows: undefined, rounds: 3, most: 4 }, [
    'quick',
    'scale',
  ])
  if (!existsSync('/proc/self/stat'))
    throw new Error('CPU and memory of the processes are read from /proc: run it on Linux')

  // Sluice alone needs nothing to be compared with.
  prepareBenchmark(scale ? null : fileURLToPath(new URL('.', import.meta.url)), 'packages/cli', 'infra/local')
  for (const name of ['cli', 'extractor', 'mapper', 'sender']) bundleProgram(name)
  // Only now do these have something to import.
  const { openStage } = await import('./open-stage.mjs')
  const { renderReport } = await import('./render-table.mjs')
  const measure = scale
    ? (await import('./measure-scale.mjs')).measureScale
    : (await import('./compare-sides.mjs')).compareSides

  const plan = {
    rows: rows ?? (quick ? 100_000 : 1_000_000),
    rounds,
    most,
    say: (line) => void process.stderr.write(`${line}\n`),
  }
  const stage = await openStage(closers, plan.say)
  const findings = await measure(stage, plan, closers)
  const [cpu] = cpus()
  const report = {
    node: process.version,
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    rows: plan.rows,
    rounds,
    ...findings,
  }
  return json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report)
})
