import { setMaxListeners } from 'node:events'
import { createServer } from 'node:http'
import { createEmulatorCore, resetEmulatorCore } from './emulator-core.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import type { ActiveFault } from './faults/fault-book.ts'
import type { FaultRule } from './faults/fault-rule.ts'
import { parseFaultRules } from './faults/parse-fault-rules.ts'
import { formatUrl } from './format-url.ts'
import { handleRequest } from './http/handle-request.ts'
import { listen } from './listen.ts'
import type { Region } from './region.ts'
import type { Counts } from './store/counts.ts'
import type { EventFilter } from './store/event-filter.ts'
import type { DuplicateEvent, RejectedEvent, RequestEntry } from './store/event-store.ts'
import { type AcceptedEvent, readStoredEvent } from './store/stored-event.ts'

export type {
  AcceptedEvent,
  ActiveFault,
  Counts,
  DuplicateEvent,
  EmulatorOptions,
  EventFilter,
  FaultRule,
  Region,
  RejectedEvent,
  RequestEntry,
}

export { createSeededRandom } from './faults/seeded-random.ts'

/** Longer than any client keeps an idle connection, so that the emulator never closes one under a request. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000

/** A running emulator; whoever started it closes it. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`: the page and the questions. */
  readonly url: string
  /** Base URL of each region's Tracking API, ending in `/v1`. */
  readonly endpoints: Readonly<Record<Region, string>>
  /** The accepted events that pass the filter, in the order of arrival; `from` leaves out as many of the oldest. */
  events(filter?: EventFilter, from?: number): readonly AcceptedEvent[]
  /** The newest 10,000 rejected events, oldest first. */
  rejected(): readonly RejectedEvent[]
  /** The newest 10,000 duplicates, oldest first. */
  duplicates(): readonly DuplicateEvent[]
  /** The newest 10,000 ingest requests, oldest first. */
  requests(): readonly RequestEntry[]
  counts(): Counts
  faults(): readonly ActiveFault[]
  /** Puts these rules in the place of all others; throws a FaultRuleError that names the mistake. */
  setFaults(rules: readonly FaultRule[]): void
  /** Forgets events, messageIds, requests and counts; the fault rules stay. */
  reset(): void
  /** Ends every connection, also those that hang. */
  close(): Promise<void>
}

/** Starts a Tracking API for both regions on one port. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1'
  const closing = new AbortController()
  // As many requests may hang or be delayed at once as somebody sends.
  setMaxListeners(0, closing.signal)
  const core = createEmulatorCore(options, closing.signal)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) => {
    void handleRequest(core, request, response)
  })
  const url = formatUrl(host, await listen(server, options.port ?? 0, host))

  return {
    url,
    endpoints: { 'us-west-2': `${url}/us-west-2/v1`, 'eu-west-1': `${url}/eu-west-1/v1` },
    events: (filter = {}, from = 0) =>
      [...core.store.accepted(filter)].slice(from).map((event) => readStoredEvent(event)),
    rejected: () => core.store.rejected(),
    duplicates: () => core.store.duplicates(),
    requests: () => core.store.requests(),
    counts: () => core.store.counts(),
    faults: () => core.faults.list(),
    setFaults: (rules) => {
      const parsed = parseFaultRules(rules)
      core.faults.clear()
      core.faults.add(parsed)
    },
    reset: () => resetEmulatorCore(core),
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
