import type { Emulator, FaultRule } from '@sluice/emulator/server'

/** Faults of a Tracking API that come and go by themselves; of several at a time the oldest decides. */
export interface FaultTimes {
  bring(rule: FaultRule, forMs: number): void
  /** Ends all that are under way. */
  clear(): void
}

/** Keeps the faults of an emulator. */
export function openFaultTimes(emulator: Emulator): FaultTimes {
  const rules = new Set<FaultRule>()
  const tell = (): void => emulator.setFaults([...rules])
  return {
    bring(rule, forMs) {
      rules.add(rule)
      tell()
      setTimeout(() => {
        if (rules.delete(rule)) tell()
      }, forMs).unref()
    },
    clear() {
      rules.clear()
      tell()
    },
  }
}
