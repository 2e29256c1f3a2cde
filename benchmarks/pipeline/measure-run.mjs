import { readCpuSeconds, readTreeCpuSeconds } from './read-process.mjs'
import { runStatements } from './run-statements.mjs'
import { watchMemory } from './watch-memory.mjs'

/**
 * Measures one delivery of all rows, from the start of a command to its end: seconds,
 * CPU seconds and peak memory of each process, requests. `run` runs the command and
 * tells its name in the result, `workers` are the processes that work for it.
 */
export async function measureRun(stage, { name, rows, workers, run }) {
  const { servers, sink, redis } = stage
  // What was done before shall not be written to disk on this run's clock.
  await runStatements(servers.postgres.url, 'checkpoint')
  const readCpu = () => {
    const cpu = { sink: readCpuSeconds(sink.pid) }
    for (const { kind, pid } of workers) cpu[kind] = (cpu[kind] ?? 0) + readCpuSeconds(pid)
    for (const [server, { pid }] of Object.entries(servers)) {
      if (pid !== null) cpu[server] = readTreeCpuSeconds(pid)
    }
    return cpu
  }
  await sink.restart()
  const memory = watchMemory({ workers, servers, redis })
  const before = readCpu()
  const ended = await run()
  const after = readCpu()
  const peakBytes = { ...(await memory.stop()), [name]: ended.peakBytes }
  const counts = await sink.restart()

  const cpuSeconds = { [name]: ended.cpuSeconds }
  for (const [process, seconds] of Object.entries(after)) cpuSeconds[process] = seconds - before[process]
  const nodes = [name, ...new Set(workers.map(({ kind }) => kind))]
  return {
    rows,
    seconds: (ended.endedAt - ended.startedAt) / 1_000,
    cpuSeconds,
    nodeCpuSeconds: nodes.reduce((sum, node) => sum + cpuSeconds[node], 0),
    peakBytes,
    requests: counts.requests,
    bytes: counts.bytes,
    largestBytes: counts.largestBytes,
  }
}
