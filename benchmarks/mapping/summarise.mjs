import { round, summariseNumbers } from '../summarise-numbers.mjs'

/** The report of a run: for each case the rows per second of both sides with their spread, and how many times faster. */
export function summarise({ node, cpu, rows, repetitions, samples }) {
  const cases = {}
  for (const name of new Set(samples.map((sample) => sample.case))) {
    const ofCase = samples.filter((sample) => sample.case === name)
    cases[name] = {
      ...compare(ofCase.filter(({ pass }) => pass === 'pass')),
      withParse: compare(ofCase.filter(({ pass }) => pass === 'passWithParse')),
    }
  }
  const ratio = Math.min(...Object.values(cases).map((summary) => summary.ratio))
  return { node, cpu, rows, repetitions, cases, ratio }
}

function compare(samples) {
  const segment = summariseSide(samples.filter(({ side }) => side === 'segment'))
  const sluice = summariseSide(samples.filter(({ side }) => side === 'sluice'))
  return { segment, sluice, ratio: round(sluice.rowsPerSecond.median / segment.rowsPerSecond.median, 2) }
}

function summariseSide(samples) {
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
