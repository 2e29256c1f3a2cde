import type { Warehouse } from '@sluice/warehouse/port'
import type { SyncDeps } from '../sync-deps.ts'

/** What a test does about a call to the outside world, such as never making it. */
export type Intercept = <T>(work: () => Promise<T>, name: string) => Promise<T>

// They give pages, and each of those is a call.
const PAGED: ReadonlySet<string | symbol> = new Set<keyof Warehouse>(['readStaged', 'readInvalid'])

async function* interceptPages(
  pages: AsyncIterable<unknown>,
  intercept: Intercept,
  name: string,
): AsyncGenerator<unknown, void, undefined> {
  const iterator = pages[Symbol.asyncIterator]()
  try {
    for (;;) {
      const result = await intercept(() => iterator.next(), name)
      if (result.done === true) return
      yield result.value
    }
  } finally {
    await iterator.return?.()
  }
}

/** The same dependencies, with each call to the database, to Redis, to queues and to warehouses in a test's hands. */
export function interceptCalls(deps: SyncDeps, intercept: Intercept): SyncDeps {
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function') return member
        if (PAGED.has(name))
          return (...args: unknown[]) =>
            interceptPages(
              Reflect.apply(member, object, args) as AsyncIterable<unknown>,
              intercept,
              String(name),
            )
        return (...args: unknown[]) =>
          intercept(() => Reflect.apply(member, object, args) as Promise<unknown>, String(name))
      },
    })
  const { db, payloads, map, send, extract, warehouses } = deps
  return {
    ...deps,
    db: wrap(db),
    payloads: wrap(payloads),
    map: wrap(map),
    send: wrap(send),
    extract: wrap(extract),
    warehouses: { ...warehouses, open: async (source) => wrap(await warehouses.open(source)) },
  }
}
