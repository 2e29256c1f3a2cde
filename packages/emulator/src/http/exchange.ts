import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EmulatorCore } from '../emulator-core.ts'

/** One request with the place for its answer. */
export interface Exchange {
  readonly core: EmulatorCore
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
}

/** Answers one exchange. */
export type Handler = (exchange: Exchange) => void | Promise<void>
