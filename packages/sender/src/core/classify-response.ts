import type { TrackingAnswer, TrackingResponse } from '../tracking-api/tracking-api.ts'
import { readHoldMs } from './read-hold-ms.ts'

/** What a response to a batch means for its events. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** At least one event of the batch is guilty. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The destination is wrong, so no event of it can be delivered. */
  | { readonly kind: 'refused'; readonly code: 'unauthorized' | 'not_found'; readonly reason: string }
  | { readonly kind: 'rate limited'; readonly reason: string; readonly holdMs: number }
  | { readonly kind: 'unavailable'; readonly reason: string }

type Kind = Verdict['kind']

/**
 * The statuses that mean something of their own. Everything else is `unavailable`, and that on purpose: a redirect, a 405 or a 407
 * speaks of a proxy or a wrong base URL and not of an event, so events wait for somebody to mend it and are not thrown out for it.
 */
const KIND_OF_STATUS: Readonly<Record<number, Kind>> = {
  400: 'rejected', // too large, or not a batch
  413: 'rejected', // too large, says a proxy
  422: 'rejected', // well-formed, but not acceptable: also about what was sent
  401: 'refused',
  403: 'refused',
  404: 'refused',
  429: 'rate limited',
  408: 'unavailable', // the ones that Segment's own library repeats, with every 5xx
  410: 'unavailable',
  460: 'unavailable',
}

/**
 * What to make of a response: total, so that whatever a server or a network does has a meaning. The status decides, with two exceptions
 * among the 2xx. `"success": false` is how Segment words its 400: the server has read what was sent and did not take it, so the batch is
 * halved until the guilty events stand alone. A page for browsers is no answer of the Tracking API but of what stands in its place (a
 * sign-in page, a wrong base URL): nobody has taken the events, so they wait.
 */
export function classifyResponse(response: TrackingResponse, nowMs: number): Verdict {
  if (response.kind === 'no answer') return { kind: 'unavailable', reason: response.reason }
  const { status } = response
  const reason = describeAnswer(response)
  const kind = chooseKind(response)
  switch (kind) {
    case 'delivered':
      return { kind }
    case 'refused':
      return { kind, reason, code: status === 404 ? 'not_found' : 'unauthorized' }
    case 'rate limited':
      return { kind, reason, holdMs: readHoldMs(response, nowMs) }
    case 'rejected':
    case 'unavailable':
      return { kind, reason }
    default:
      return kind satisfies never
  }
}

function chooseKind({ status, content }: TrackingAnswer): Kind {
  if (!isSuccess(status)) return KIND_OF_STATUS[status] ?? 'unavailable'
  switch (content) {
    case 'other':
      return 'delivered'
    case 'refusal':
      return 'rejected'
    case 'page':
      return 'unavailable'
    default:
      return content satisfies never
  }
}

function describeAnswer({ status, code, content }: TrackingAnswer): string {
  const words = code === null ? `HTTP ${status}` : `HTTP ${status} ${code}`
  if (status >= 300 && status < 400) return `${words}, a redirect, is not followed`
  if (!isSuccess(status)) return words
  return content === 'page' ? `${words} with a page for browsers` : `${words} with success: false`
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
