import { type EventOutcome } from '../../core/index.ts'
import { type Target } from '../../target.ts'
import type { BatchEvent } from '../lane.ts'

/** A delivery that answers when it is told to. */
export function createManualDelivery() {
  const calls: {
    lines: string[]
    syncs: readonly string[]
    answer: (outcome: EventOutcome) => void
    fail: (error: Error) => void
  }[] = []
  const arrived: (() => void)[] = []
  return {
    calls,
    deliver: (_target: Target, events: readonly BatchEvent[]) =>
      new Promise<readonly EventOutcome[]>((resolve, reject) => {
        calls.push({
          lines: events.map(({ line }) => line.toString('utf8')),
          syncs: events.map(({ claim }) => claim.sync),
          answer: (outcome) => resolve(events.map(() => outcome)),
          fail: reject,
        })
        for (const notify of arrived.splice(0)) notify()
      }),
    call: async (number: number) => {
      while (calls[number] === undefined) await new Promise<void>((resolve) => arrived.push(resolve))
      return calls[number]
    },
  }
}
