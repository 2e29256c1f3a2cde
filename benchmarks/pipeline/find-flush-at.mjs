import { round } from '../summarise-numbers.mjs'
import { runScript } from './run-script.mjs'

/** analytics-node's own. */
export const DEFAULT_FLUSH_AT = 15

// 1,000 events of this workload are more than a request may hold: the sink refuses them as Segment would.
const CANDIDATES = [50, 100, 200, 400, 700, 1_000]
const TRIES = 3
const TRIAL_ROWS = 25_000

/**
 * The script's best `flushAt`: the one that costs least CPU of those that lose nothing, each
 * tried a few times on part of the rows, in turns. The script is bound by its one core, so
 * that is also the fastest one; and CPU does not depend on who else uses the machine.
 */
export async function findFlushAt(stage) {
  const rows = Math.min(TRIAL_ROWS, stage.rows)
  const tried = CANDIDATES.map((flushAt) => ({ flushAt, samples: [] }))
  const isUsable = ({ samples }) => samples.every(({ failed }) => failed === 0)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    for (const { flushAt, samples } of tried.filter(isUsable))
      samples.push(await runScript(stage, { flushAt, rows }))
  }
  const least = ({ samples }, read) => Math.min(...samples.map(read))
  const cpu = (candidate) => least(candidate, ({ nodeCpuSeconds }) => nodeCpuSeconds)
  const [best] = tried.filter(isUsable).toSorted((a, b) => cpu(a) - cpu(b))
  return {
    flushAt: best.flushAt,
    tried: tried.map((candidate) => ({
      flushAt: candidate.flushAt,
      failed: Math.max(...candidate.samples.map(({ failed }) => failed)),
      rowsPerSecond: round(rows / least(candidate, ({ seconds }) => seconds), 0),
      cpuSecondsPerMillionRows: round((cpu(candidate) / rows) * 1_000_000, 1),
    })),
  }
}
