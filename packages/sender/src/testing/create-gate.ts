/** Where calls may be held up: the one that comes as number `stopAt`, counted from 0. */
export interface Gate {
  /** Resolves when that call has come. */
  readonly reached: Promise<void>
  /** Lets it go on. */
  open(): void
  /** A dependency whose methods come through the gate when they are called and again when they have their answer. */
  wrap<Dep extends object>(dep: Dep): Dep
}

/** A gate that is shut for one call. */
export function createGate(stopAt: number): Gate {
  let calls = 0
  let reach = (): void => {}
  let open = (): void => {}
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const opened = new Promise<void>((resolve) => (open = resolve))
  const pass = async (): Promise<void> => {
    calls += 1
    if (calls - 1 !== stopAt) return
    reach()
    await opened
  }
  /** What a dependency calls back comes through as well. */
  const wrapArgument = (argument: unknown): unknown => {
    if (typeof argument !== 'function') return argument
    return async (...given: unknown[]) => {
      await pass()
      return (argument as (...all: unknown[]) => unknown)(...given)
    }
  }
  return {
    reached,
    open: () => open(),
    wrap: (dep) =>
      new Proxy(dep, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name)
          if (typeof member !== 'function') return member
          return async (...given: unknown[]) => {
            await pass()
            const answer: unknown = await (member as (...all: unknown[]) => unknown).apply(
              target,
              given.map(wrapArgument),
            )
            await pass()
            return answer
          }
        },
      }),
  }
}
