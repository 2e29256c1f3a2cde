import type { Call } from '../call.ts'
import type { Region } from '../region.ts'

/**
 * What happens to a request that a rule catches. `…AfterAccept` takes the events in and
 * then loses the answer: the case in which a sender must repeat what had already arrived.
 */
export type FaultAction =
  | {
      readonly type: 'status' | 'statusAfterAccept'
      /** 200 to 599. */
      readonly status: number
      /**
       * What a gateway in the place of the API would say, as a page; if absent, the
       * body says that nothing was accepted.
       */
      readonly body?: string
      /** Value of the Retry-After header: whole seconds, or any text. */
      readonly retryAfter?: number | string
      /** Value of the X-RateLimit-Reset header, in seconds. */
      readonly rateLimitReset?: number
      /** Wait before the answer. */
      readonly delayMs?: number
    }
  | { readonly type: 'reset' | 'resetAfterAccept' | 'hang' | 'hangAfterAccept'; readonly delayMs?: number }
  | { readonly type: 'delay'; readonly delayMs: number }
  | { readonly type: 'slowBody'; readonly delayMs: number }

/** The kinds of fault, with what each does. */
export const FAULT_TYPES = {
  status: 'answers with a status; nothing is accepted',
  statusAfterAccept: 'accepts the events, then answers with a status',
  reset: 'destroys the connection; nothing is accepted',
  resetAfterAccept: 'accepts the events, then destroys the connection',
  hang: 'never answers; nothing is accepted',
  hangAfterAccept: 'accepts the events and never answers',
  delay: 'waits, then goes on as usual',
  slowBody: 'accepts the events and lets the body of the answer drip over the time',
} as const satisfies Record<FaultAction['type'], string>

/** Several values of which one must fit, or the one. */
export type OneOf<T> = T | readonly T[]

/**
 * Which requests a rule catches; every part that is given must hold. An event part
 * holds if any event of the request fits.
 */
export interface FaultMatch {
  readonly region?: OneOf<Region>
  readonly writeKey?: OneOf<string>
  /** Last part of the path: `batch`, `track`, … */
  readonly call?: OneOf<Call>
  readonly messageId?: OneOf<string>
  /** `event` of a track call. */
  readonly eventName?: OneOf<string>
  readonly userId?: OneOf<string>
  /** A text that stands anywhere in the body as sent: a record id, a column value. */
  readonly bodyIncludes?: OneOf<string>
}

/** A fault on demand. */
export interface FaultRule {
  /** Every request if absent. */
  readonly match?: FaultMatch
  readonly action: FaultAction
  /** How many requests the rule catches before it is gone; until removed if absent. */
  readonly times?: number
  /** Share of the matching requests that it catches, 0 to 1; all if absent. */
  readonly probability?: number
  /** Makes the choice of `probability` the same in every run; 1 if absent. */
  readonly seed?: number
}
