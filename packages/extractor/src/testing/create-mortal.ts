import type { SyncEdges } from '../sync-edges.ts'
import { interceptCalls } from './intercept-calls.ts'

/**
 * A process that dies: after so many calls to the outside world every further one fails, as if it had never been made.
 */
export interface Mortal {
  readonly edges: SyncEdges
  readonly isDead: () => boolean
}

/**
 * The same edges in a process that dies at its `calls`-th call. With `reached` that
 * call still reaches the server, and only its answer does not come back.
 */
export function createMortal(edges: SyncEdges, calls: number, reached: boolean): Mortal {
  let left = calls
  return {
    isDead: () => left <= 0,
    edges: interceptCalls(edges, async (work) => {
      left -= 1
      if (left > 0) return work()
      if (left === 0 && reached) await work()
      throw new Error('the process is dead')
    }),
  }
}
