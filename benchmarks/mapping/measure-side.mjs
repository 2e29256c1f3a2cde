import { createSide } from './create-side.mjs'

/** One side in a process of its own: warms up, measures, and prints its samples as one line of JSON. */
const [sideName, repetitions, repetitionMs, warmUpMs] = process.argv.slice(2)

const side = createSide(sideName)
const variants = [
  ['identify', 'pass'],
  ['track', 'pass'],
  ['identify', 'passWithParse'],
  ['track', 'passWithParse'],
]

/** Passes over the rows until the time is used up. */
async function run([name, pass], durationMs) {
  const cpuAtStart = process.cpuUsage()
  const startedAt = performance.now()
  let passes = 0
  let elapsedMs
  do {
    const written = await side[pass](name)
    if (written === 0) throw new Error(`${sideName} ${name} wrote nothing`)
    passes += 1
    elapsedMs = performance.now() - startedAt
  } while (elapsedMs < durationMs)
  const { user, system } = process.cpuUsage(cpuAtStart)
  const rows = passes * side.rows
  return { rowsPerSecond: (rows / elapsedMs) * 1_000, cpuMicrosecondsPerRow: (user + system) / rows }
}

for (const variant of variants) await run(variant, Number(warmUpMs))

const samples = []
for (let repetition = 0; repetition < Number(repetitions); repetition += 1) {
  for (const variant of variants) {
    samples.push({ case: variant[0], pass: variant[1], ...(await run(variant, Number(repetitionMs))) })
  }
}
process.stdout.write(`${JSON.stringify(samples)}\n`)
