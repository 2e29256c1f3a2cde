import type { SyncEdges } from '../sync-edges.ts'

/** A process that dies: after so many calls to the outside world every further one fails, as if it had never been made. */
export interface Mortal {
  readonly edges: SyncEdges
  readonly isDead: () => boolean
}

/**
 * The same edges in a process that dies at its `calls`-th call. With `reached` that call still reaches the server, and only its answer
 * does not come back.
 */
export function createMortal(edges: SyncEdges, calls: number, reached: boolean): Mortal {
  let left = calls
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1
    if (left > 0) return work()
    if (left === 0 && reached) await work()
    throw new Error('the process is dead')
  }
  const mortalise = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => call(() => Reflect.apply(member, object, args) as Promise<unknown>)
      },
    })
  const { db, payloads, map, send, extract, warehouses } = edges
  return {
    isDead: () => left <= 0,
    edges: {
      ...edges,
      db: mortalise(db),
      payloads: mortalise(payloads),
      map: mortalise(map),
      send: mortalise(send),
      extract: mortalise(extract),
      warehouses: {
        ...warehouses,
        open: async (source) => mortalise(await warehouses.open(source)),
      },
    },
  }
}
