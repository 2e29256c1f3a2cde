import { round, summariseNumbers } from '../summarise-numbers.mjs'

/**
 * The report of a run: for each case the rows per second of both sides with their spread,
 * and how many times faster. Of Sluice alone, Segment's side and the ratios are null.
 */
export function summarise({ node, cpu, rows, repetitions, samples }) {
  const cases = {}
  for (const name of new Set(samples.map((sample) => sample.case))) {
    const ofCase = samples.filter((sample) => sample.case === name)
    cases[name] = {
      ...compare(ofCase.filter(({ pass }) => pass === 'pass')),
      withParse: compare(ofCase.filter(({ pass }) => pass === 'passWithParse')),
    }
  }
  const ratios = Object.values(cases).map((summary) => summary.ratio)
  const ratio = ratios.includes(null) ? null : Math.min(...ratios)
  return { node, cpu, rows, repetitions, cases, ratio }
}

function compare(samples) {
  const segment = summariseSide(samples.filter(({ side }) => side === 'segment'))
  const sluice = summariseSide(samples.filter(({ side }) => side === 'sluice'))
  if (segment === null) return { segment, sluice, ratio: null }
  return { segment, sluice, ratio: round(sluice.rowsPerSecond.median / segment.rowsPerSecond.median, 2) }
}

function summariseSide(samples) {
  if (samples.length === 0) return null
  return {
    rowsPerSecond: summariseNumbers(
      samples.map((sample) => sample.rowsPerSecond),
      0,
    ),
    cpuMicrosecondsPerRow: summariseNumbers(
      samples.map((sample) => sample.cpuMicrosecondsPerRow),
      2,
    ),
  }
}
