import type { Region } from '@sluice/shared/domain'
import type { AnswerContent } from './read-content.ts'

/** Where a batch goes. `writeKey` is a secret. */
export interface BatchTarget {
  readonly region: Region
  readonly writeKey: string
}

/** An answer of the API, of any status. */
export interface TrackingAnswer {
  readonly kind: 'answer'
  readonly status: number
  /** What the API calls a refusal, if it says so in a form that cannot quote what was sent. */
  readonly code: string | null
  readonly content: AnswerContent
  /** The Retry-After header: whole seconds, or an HTTP date. */
  readonly retryAfter: string | null
  /** The X-RateLimit-Reset header: whole seconds to wait. */
  readonly rateLimitReset: string | null
}

/**
 * What came of a request: an answer, or none, with the error code of the network (such
 * as ECONNREFUSED) or few words for it.
 */
export type TrackingResponse =
  | TrackingAnswer
  /** `isUnsent` where there was no connection. */
  | { readonly kind: 'no answer'; readonly reason: string; readonly isUnsent?: boolean }

/** A request that was not made, or was broken off before its end: no server can have taken any of it. */
export interface Withdrawal {
  readonly kind: 'withdrawn'
}

/** Segment's Tracking API, of all regions. */
export interface TrackingApi {
  /**
   * Posts one /v1/batch body, once; never rejects for anything that a network or a
   * server can do. `mayGoOn` is asked when the connection stands and again before the
   * last bytes leave, without which a server has no request; a no withdraws it.
   */
  post(
    target: BatchTarget,
    body: Buffer,
    mayGoOn: () => Promise<boolean>,
  ): Promise<TrackingResponse | Withdrawal>
  /** Ends every connection, and what is under way there without an answer. */
  close(): Promise<void>
}
