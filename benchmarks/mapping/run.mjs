import { cpus } from 'node:os'
import { prepare } from './prepare.mjs'
import { renderTable } from './render-table.mjs'
import { summarise } from './summarise.mjs'

const ROUNDS = 4
const REPETITIONS_A_ROUND = 8
const REPETITION_MS = 120
const WARM_UP_MS = 500

prepare()
// Only now do these have something to import.
const { assertEqualEvents } = await import('./assert-equal-events.mjs')
const { collectSamples } = await import('./collect-samples.mjs')
const { ROWS } = await import('./workload.mjs')

process.stderr.write('comparing the events of both sides\n')
await assertEqualEvents()

const samples = await collectSamples({
  rounds: ROUNDS,
  repetitions: REPETITIONS_A_ROUND,
  repetitionMs: REPETITION_MS,
  warmUpMs: WARM_UP_MS,
  onRound: (round) => process.stderr.write(`round ${round} of ${ROUNDS}\n`),
})

const report = summarise({
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  rows: ROWS,
  repetitions: ROUNDS * REPETITIONS_A_ROUND,
  samples,
})
process.stdout.write(
  process.argv.includes('--json') ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report),
)
