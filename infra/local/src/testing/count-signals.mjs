/** A program that takes time to clean up: it counts the signals that arrive meanwhile, then exits with 7. */
const counts = { pid: process.pid, SIGINT: 0, SIGTERM: 0 }
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    counts[signal] += 1
    setTimeout(() => {
      process.stdout.write(`cleaned up ${JSON.stringify(counts)}\n`, () => process.exit(7))
    }, 300)
  })
}
setInterval(() => {}, 60_000)
process.stdout.write(`ready ${process.pid}\n`)
