/**
 * The report of a run: for each size of table the milliseconds of the sides with their spread,
 * and how many times the bare pass a stage takes (`ratio`, of the largest table) and the copy
 * a first sync (`firstSyncRatio`). `growth` is how many times longer ten times the rows take.
 */
export function summarise({ sizes, ...run }) {
  const cases = sizes.map(({ rows, samples, found, plan }) => {
    const ms = Object.fromEntries(
      Object.entries(samples).map(([side, list]) => [side, summariseNumbers(list)]),
    )
    return {
      rows,
      ...found,
      ms,
      stageRatio: round(ms.stage.median / ms.bare.median),
      firstSyncRatio: round(ms.firstSync.median / ms.copy.median),
      plan,
    }
  })
  const [small, large] = cases
  const growth = Object.fromEntries(
    ['bare', 'stage', 'copy', 'firstSync'].map((side) => [
      side,
      round(large.ms[side].median / small.ms[side].median),
    ]),
  )
  return { ...run, ratio: large.stageRatio, firstSyncRatio: large.firstSyncRatio, growth, cases }
}

function summariseNumbers(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
  return { median: Math.round(median), min: Math.round(sorted[0]), max: Math.round(sorted.at(-1)) }
}

function round(number) {
  return Number(number.toFixed(2))
}
