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

/** What came of a request: an answer, or none, with the error code of the network (such as ECONNREFUSED) or few words for it. */
export type TrackingResponse = TrackingAnswer | { readonly kind: 'no answer'; readonly reason: string }

/** Segment's Tracking API, of all regions. */
export interface TrackingApi {
  /** Posts one /v1/batch body, once; never rejects for anything that a network or a server can do. */
  post(target: BatchTarget, body: Buffer): Promise<TrackingResponse>
  /** Ends every connection, and what is under way there without an answer. */
  close(): Promise<void>
}
