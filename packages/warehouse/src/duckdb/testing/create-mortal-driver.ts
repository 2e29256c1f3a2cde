import type { Driver, DuckDBConnection, DuckDBInstance } from '../driver.ts'

// Those methods of a connection that have a statement run.
const RUNS: ReadonlySet<string | symbol> = new Set<keyof DuckDBConnection>([
  'run',
  'runAndRead',
  'runAndReadAll',
  'runAndReadUntil',
  'stream',
  'streamAndRead',
  'streamAndReadAll',
  'prepare',
])

/** The same driver in a process that dies: its `statements`-th statement, and every one after it, is never made. */
export function createMortalDriver(
  driver: Driver,
  statements: number,
): { readonly driver: Driver; readonly isDead: () => boolean } {
  let left = statements
  const count = (): void => {
    left -= 1
    if (left <= 0) throw new Error('the process is dead')
  }
  const wrapConnection = (connection: DuckDBConnection): DuckDBConnection =>
    wrap(
      connection,
      (name, member) =>
        async (...args: unknown[]) => {
          if (RUNS.has(name)) count()
          return Reflect.apply(member, connection, args)
        },
      RUNS,
    )
  const wrapInstance = (instance: DuckDBInstance): DuckDBInstance =>
    wrap(
      instance,
      (_name, member) =>
        async (...args: unknown[]) =>
          wrapConnection((await Reflect.apply(member, instance, args)) as DuckDBConnection),
      new Set(['connect']),
    )
  const Instance = wrap(
    driver.DuckDBInstance,
    (_name, member) =>
      async (...args: unknown[]) =>
        wrapInstance((await Reflect.apply(member, driver.DuckDBInstance, args)) as DuckDBInstance),
    new Set(['create']),
  )
  return { driver: { ...driver, DuckDBInstance: Instance }, isDead: () => left <= 0 }
}

type Method = (...args: unknown[]) => unknown

/** The same object with other methods of some names. */
function wrap<T extends object>(
  target: T,
  replace: (name: string | symbol, member: Method) => Method,
  names: ReadonlySet<string | symbol>,
): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name)
      if (typeof member !== 'function') return member
      return names.has(name) ? replace(name, member as Method) : (member.bind(object) as unknown)
    },
  })
}
