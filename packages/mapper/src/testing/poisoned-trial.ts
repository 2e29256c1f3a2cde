import { compileMapping } from '../core/index.ts'
import { runTrial } from '../trial/run-trial.ts'

/** A trial whose mapping has a fault that none of ours is known to have: rows that end or stop their process. */
runTrial(process, (config, supplement) => {
  const compiled = compileMapping(config, supplement)
  if (!compiled.ok) return compiled
  const { mapping } = compiled
  return {
    ...compiled,
    mapping: {
      map(event) {
        act(event.properties['poison'])
        return mapping.map(event)
      },
    },
  }
})

function act(poison: unknown): void {
  if (poison === 'kill') process.kill(process.pid, 'SIGKILL')
  if (poison === 'abort') process.abort()
  // Blocks as an endless loop would, and leaves the machine to others.
  if (poison === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  if (poison !== 'memory') return
  for (const hoard: unknown[] = []; ;) hoard.push(Array.from({ length: 1_000_000 }).fill(0.5))
}
