import type { ErrorCode } from '../errors/index.ts'

/**
 * What a dry run has found: what the sync that follows would send, if nothing changes before it, and whether a guard
 * would stop it.
 */
export interface Forecast {
  readonly added: number
  readonly updated: number
  readonly deleted: number
  /** Changes that the trigger does not ask for. */
  readonly skippedByTrigger: number
  /** Changes that the filter keeps back. */
  readonly skippedByFilter: number
  /** Rows that would become dead letters before anything is sent, by the code that they would have. */
  readonly invalid: Readonly<Record<string, number>>
  /** Why, in words, the most frequent first; the rarest may be left out. */
  readonly reasons: readonly ForecastReason[]
  /** Events by their type, such as `identify`. */
  readonly events: Readonly<Record<string, number>>
  /** Of the bodies of all requests. */
  readonly bytes: number
  /** Of requests that are as full as they may be. */
  readonly requests: number
  /** Each event is one. */
  readonly apiCalls: number
  /** Different users: exact up to 8,192, then within 2 %. */
  readonly users: number
  /** Monthly tracked users that it would add: all of its users at most; those that this month has not seen at least. */
  readonly mtus: { readonly atLeast: number; readonly atMost: number }
  /** What it would take at the destination's budgets. */
  readonly seconds: number
  /** What of its calls would wait, where `max_calls_per_month` lets fewer go now; null or absent where all may go. */
  readonly held?: HeldCalls | null
  /** What would stop it before anything is sent. */
  readonly guards: readonly ForecastGuard[]
}

/** Calls of a sync that a destination may not make in the billing month that runs. */
export interface HeldCalls {
  /** How many would wait. */
  readonly calls: number
  /** How many may go in this month, of `limit`. */
  readonly left: number
  readonly limit: number
  /** The day on which the next month begins, such as `2026-12-01`. */
  readonly until: string
}

/** So many rows for one reason, which holds no value of them. */
export interface ForecastReason {
  readonly code: string
  readonly reason: string
  readonly rows: number
}

/** A guard that would stop the sync: its code in docs/errors.md, and what it would say. */
export interface ForecastGuard {
  readonly code: ErrorCode
  readonly message: string
}
