import { createSide } from './create-side.mjs'

/** One side in a process of its own: for each `{ name, pass, durationMs }` sent to it, it answers one sample. */
const side = await createSide(process.argv[2])

/** Passes over the rows until the time is used up. */
async function run({ name, pass, durationMs }) {
  const cpuAtStart = process.cpuUsage()
  const startedAt = performance.now()
  let passes = 0
  let elapsedMs
  do {
    const written = await side[pass](name)
    if (written === 0) throw new Error(`${side.name} wrote nothing for ${name}`)
    passes += 1
    elapsedMs = performance.now() - startedAt
  } while (elapsedMs < durationMs)
  const { user, system } = process.cpuUsage(cpuAtStart)
  const rows = passes * side.rows
  return {
    side: side.name,
    case: name,
    pass,
    rowsPerSecond: (rows / elapsedMs) * 1_000,
    cpuMicrosecondsPerRow: (user + system) / rows,
  }
}

process.on('message', (task) => void run(task).then((sample) => process.send(sample)))
