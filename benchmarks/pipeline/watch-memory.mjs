import { readPeakBytes, readTreeBytes } from './read-process.mjs'

const LOOK_MS = 200
// Adding up the pages of every process of a server takes milliseconds.
const LOOK_AT_POSTGRES_MS = 2_000

/** Watches the memory of the workers, of PostgreSQL and of Redis; `stop` tells the peak of each in bytes. */
export function watchMemory({ workers, servers, redis }) {
  const peaks = {}
  const keep = (name, bytes) => (peaks[name] = Math.max(peaks[name] ?? 0, bytes))
  const look = async () => {
    for (const { kind, pid } of workers) keep(kind, readPeakBytes(pid))
    const [, used = 0] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? []
    keep('redis', Number(used))
  }
  const lookAtPostgres = () => {
    if (servers.postgres.pid !== null) keep('postgres', readTreeBytes(servers.postgres.pid))
  }
  const timers = [setInterval(() => void look(), LOOK_MS), setInterval(lookAtPostgres, LOOK_AT_POSTGRES_MS)]
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      lookAtPostgres()
      await look()
      return peaks
    },
  }
}
