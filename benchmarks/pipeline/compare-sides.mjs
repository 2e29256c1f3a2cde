import { round } from '../summarise-numbers.mjs'
import { assertEqualEvents } from './assert-equal-events.mjs'
import { DEFAULT_FLUSH_AT, findFlushAt } from './find-flush-at.mjs'
import { measureLatency } from './measure-latency.mjs'
import { addWarehouse } from './open-stage.mjs'
import { runScript } from './run-script.mjs'
import { runSluice } from './run-sluice.mjs'
import { summariseLatency, summariseRuns } from './summarise.mjs'

const COMPARED_ROWS = 2_000
const SMALL_SYNCS = 15
const LARGE_SYNCS = 3

/** Both sides over the same rows in turns, and the time of small syncs. */
export async function compareSides(stage, { rows, rounds, say }, closers) {
  say('comparing the events of both sides')
  await assertEqualEvents(await addWarehouse(stage, COMPARED_ROWS, closers))
  say(`filling a warehouse with ${rows} rows`)
  const full = await addWarehouse(stage, rows, closers)
  const { flushAt, tried } = await findFlushAt(full)
  say(`the script is fastest with flushAt ${flushAt}`)

  const runs = { sluice: [], best: [], default: [] }
  for (let number = 1; number <= rounds; number += 1) {
    say(`round ${number} of ${rounds}`)
    runs.default.push(await runScript(full, { flushAt: DEFAULT_FLUSH_AT }))
    runs.best.push(await runScript(full, { flushAt }))
    runs.sluice.push(await runSluice(full))
    const speeds = Object.values(runs).map((side) => Math.round(rows / side.at(-1).seconds))
    say(`  rows/s: sluice ${speeds[0]}, script ${speeds[1]}, at its default ${speeds[2]}`)
  }

  say('syncing ten rows')
  const small = await measureLatency(full, { syncs: SMALL_SYNCS, isLarge: false })
  const large = await measureLatency(full, { syncs: LARGE_SYNCS, isLarge: true })

  const sluice = summariseRuns(runs.sluice)
  const best = { flushAt, ...summariseRuns(runs.best) }
  return {
    ratio: round(sluice.rowsPerSecond.median / best.rowsPerSecond.median, 2),
    cpuRatio: round(sluice.nodeCpuSecondsPerMillionRows.median / best.nodeCpuSecondsPerMillionRows.median, 3),
    sluice,
    script: {
      best,
      default: { flushAt: DEFAULT_FLUSH_AT, ...summariseRuns(runs.default) },
      tried,
    },
    tenRows: summariseLatency(small),
    tenOfAllRows: summariseLatency(large),
  }
}
