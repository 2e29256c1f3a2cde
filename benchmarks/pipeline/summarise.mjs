import { round, summariseNumbers } from '../summarise-numbers.mjs'

/**
 * One side's runs as medians with their spread. CPU is in seconds per million rows,
 * memory in MB (10^6 bytes), both by process.
 */
export function summariseRuns(runs) {
  const summarise = (digits, read) => summariseNumbers(runs.map(read), digits)
  const summariseEach = (digits, read) =>
    Object.fromEntries(
      Object.keys(read(runs[0])).map((process) => [process, summarise(digits, (run) => read(run)[process])]),
    )
  const perMillion = (run, seconds) => (seconds / run.rows) * 1_000_000
  return {
    rowsPerSecond: summarise(0, (run) => run.rows / run.seconds),
    seconds: summarise(2, (run) => run.seconds),
    nodeCpuSecondsPerMillionRows: summarise(2, (run) => perMillion(run, run.nodeCpuSeconds)),
    cpuSecondsPerMillionRows: summariseEach(2, (run) =>
      Object.fromEntries(
        Object.entries(run.cpuSeconds).map(([process, seconds]) => [process, perMillion(run, seconds)]),
      ),
    ),
    peakMegabytes: summariseEach(1, (run) =>
      Object.fromEntries(
        Object.entries(run.peakBytes).map(([process, bytes]) => [process, bytes / 1_000_000]),
      ),
    ),
    requests: summarise(0, (run) => run.requests),
    eventsPerRequest: summarise(1, (run) => run.rows / run.requests),
    largestRequestBytes: Math.max(...runs.map((run) => run.largestBytes)),
    bytesPerEvent: round(runs[0].bytes / runs[0].rows, 0),
  }
}

/** Latency samples as medians with their spread, in milliseconds. */
export function summariseLatency(samples) {
  return {
    syncs: samples.length,
    ...Object.fromEntries(
      Object.keys(samples[0]).map((part) => [
        `${part}Ms`,
        summariseNumbers(
          samples.map((sample) => sample[part]),
          0,
        ),
      ]),
    ),
  }
}
