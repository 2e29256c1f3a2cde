import { runSluice } from './run-sluice.mjs'
import { summariseRuns } from './summarise.mjs'
import { addWarehouse } from './open-stage.mjs'

/** Sluice with one, two, four and so on up to so many mappers and as many senders, in turns. */
export async function measureScale(stage, { rows, rounds, most, say }, closers) {
  say(`filling a warehouse with ${rows} rows`)
  const full = await addWarehouse(stage, rows, closers)
  const runs = new Map([1, 2, 4, 8].filter((count) => count <= most).map((count) => [count, []]))
  for (let number = 1; number <= rounds; number += 1) {
    say(`round ${number} of ${rounds}`)
    for (const [count, samples] of runs) {
      samples.push(await runSluice(full, { extractor: 1, mapper: count, sender: count }))
    }
  }
  return {
    scale: [...runs].map(([count, samples]) => ({
      mappers: count,
      senders: count,
      ...summariseRuns(samples),
    })),
  }
}
