import { cpus } from 'node:os'
import { readOptions } from '../read-options.mjs'
import { runBenchmark } from '../run-benchmark.mjs'
import { prepare } from './prepare.mjs'
import { renderTable } from './render-table.mjs'
import { summarise } from './summarise.mjs'

const DEFAULTS = { rounds: 4, repetitions: 8, 'repetition-ms': 120, 'warm-up-ms': 500 }
const SIDES = ['segment', 'sluice']

await runBenchmark('bench:mapping', async (closers) => {
  const options = readOptions(DEFAULTS, ['alone'])
  const { json, alone, rounds, repetitions } = options
  const say = (line) => void process.stderr.write(`${line}\n`)

  prepare({ alone })
  // Only now do these have something to import.
  const { collectSamples } = await import('./collect-samples.mjs')
  const { ROWS } = await import('./workload.mjs')
  if (!alone) {
    const { assertEqualEvents } = await import('./assert-equal-events.mjs')
    say('comparing the events of both sides')
    await assertEqualEvents()
  }

  const samples = await collectSamples({
    sides: alone ? ['sluice'] : SIDES,
    rounds,
    repetitions,
    repetitionMs: options['repetition-ms'],
    warmUpMs: options['warm-up-ms'],
    onRound: (round) => say(`round ${round} of ${rounds}`),
    closers,
  })
  const report = summarise({
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    rows: ROWS,
    repetitions: rounds * repetitions,
    samples,
  })
  return json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report)
})
