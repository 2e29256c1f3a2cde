import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { prepare } from './prepare.mjs'
import { renderTable } from './render-table.mjs'
import { summarise } from './summarise.mjs'

const ROUNDS = 4
const REPETITIONS_A_ROUND = 4
const REPETITION_MS = 250
const WARM_UP_MS = 400

const MEASURE = fileURLToPath(new URL('measure-side.mjs', import.meta.url))

/** Samples of one side from a fresh process. */
function measure(side) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [MEASURE, side, String(REPETITIONS_A_ROUND), String(REPETITION_MS), String(WARM_UP_MS)],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the ${side} side failed`)
  return JSON.parse(stdout).map((sample) => ({ side, ...sample }))
}

prepare()
// Only now do the modules below have something to import.
const { assertEqualEvents } = await import('./assert-equal-events.mjs')
const { ROWS } = await import('./workload.mjs')

process.stderr.write('comparing the events of both sides\n')
await assertEqualEvents()

const samples = []
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const side of ['segment', 'sluice']) {
    process.stderr.write(`round ${round} of ${ROUNDS}: ${side}\n`)
    samples.push(...measure(side))
  }
}

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
