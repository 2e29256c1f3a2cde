import type { EmulatorOptions } from './emulator-options.ts'
import { FaultBook } from './faults/fault-book.ts'
import type { WriteKeys } from './ingest/judge-arrival.ts'
import { RateLimiter } from './rate-limit/rate-limiter.ts'
import { EventStore } from './store/event-store.ts'

/** What the handlers of one emulator share. */
export interface EmulatorCore {
  readonly store: EventStore
  readonly faults: FaultBook
  readonly limiter: RateLimiter
  readonly writeKeys: WriteKeys
  readonly isStrict: boolean
  readonly now: () => number
  readonly log: (line: string) => void
  /** Aborts when the emulator closes: nothing waits longer. */
  readonly closing: AbortSignal
}

/** The shared state that the options ask for. */
export function createEmulatorCore(options: EmulatorOptions, closing: AbortSignal): EmulatorCore {
  return {
    store: new EventStore(options.maxEvents ?? Number.POSITIVE_INFINITY),
    faults: new FaultBook(),
    limiter: new RateLimiter(options.rateLimit?.requestsPerSecond),
    writeKeys: options.writeKeys === undefined ? null : new Map(Object.entries(options.writeKeys)),
    isStrict: options.strict ?? false,
    now: options.now ?? Date.now,
    log: options.log ?? (() => undefined),
    closing,
  }
}

/** Forgets what arrived and how fast; the fault rules stay. */
export function resetEmulatorCore(core: EmulatorCore): void {
  core.store.clear()
  core.limiter.clear()
}
