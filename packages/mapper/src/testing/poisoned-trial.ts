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
  if (poison !== 'memory' && poison !== 'hang') return
  for (const hoard: unknown[] = []; ;) {
    if (poison === 'memory') hoard.push(Array.from({ length: 100_000 }, (_, index) => ({ index })))
  }
}
