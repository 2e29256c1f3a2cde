import type { Context } from 'liquidjs'
import type { Budget } from '../budget.ts'

/** What the engine counts with. */
export type Limiter = Context['memoryLimit']

/** A limiter that spends a row's budget; with null, one that never ends. */
export function createLimiter(budget: Budget | null): Limiter {
  const limiter: Pick<Limiter, 'use' | 'check'> = {
    use(count) {
      // The engine subtracts as it goes: what is no amount costs nothing.
      if (budget !== null && count > 0) budget.spend(count)
    },
    check: () => undefined,
  }
  // The engine's own class has private members, which its type asks for and nobody reads.
  return limiter as Limiter
}
