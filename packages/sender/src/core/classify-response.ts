import type { AnswerContent } from '../tracking-api/read-content.ts'
import type { TrackingAnswer, TrackingResponse } from '../tracking-api/tracking-api.ts'
import { readHoldMs } from './read-hold-ms.ts'

/** What a response to a batch means for its events. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** At least one event of the batch is guilty. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The request has more bytes than something on the way takes: no word about any event, unless it stands alone. */
  | { readonly kind: 'too large'; readonly reason: string }
  /** The destination is wrong, so no event of it can be delivered. */
  | { readonly kind: 'refused'; readonly code: 'unauthorized' | 'not_found'; readonly reason: string }
  | { readonly kind: 'rate limited'; readonly reason: string; readonly holdMs: number }
  /** Its events have not arrived for sure, if it says so. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly isUnsent?: boolean }

type Kind = Verdict['kind']

/**
 * The statuses that mean something of their own, where the body is the API's. Everything else is
 * `unavailable`, and that on purpose: a redirect, a 405 or a 407 speaks of a proxy or a wrong base
 * URL and not of an event, so events wait for somebody to mend it and are not thrown out for it.
 */
const KIND_OF_STATUS: Readonly<Record<number, Kind>> = {
  400: 'rejected', // too large, or not a batch
  422: 'rejected', // well-formed, but not acceptable: also about what was sent
  401: 'refused',
  403: 'refused',
  404: 'refused',
}

/**
 * The statuses that ask for no more than patience or smaller requests, and that a proxy may mean as well as the API.
 */
const KIND_WHOEVER_SAYS_IT: Readonly<Record<number, Kind>> = {
  413: 'too large',
  429: 'rate limited',
}

/** What a gateway says of a request that it may have passed on. */
const MAY_HAVE_PASSED: ReadonlySet<number> = new Set([502, 504])

/**
 * What to make of a response: total, so that whatever a server or a network does has a meaning. An answer counts
 * only if it is the API's own, which its body shows: gateways, firewalls and sign-in pages use the same statuses,
 * and what they say is no word about an event. So a 2xx delivers only with a JSON object that names no mistake, and
 * a 4xx rejects or refuses only with a JSON object in which the API says no; with any other body the events wait.
 */
export function classifyResponse(response: TrackingResponse, nowMs: number): Verdict {
  if (response.kind === 'no answer') {
    const { reason, isUnsent } = response
    return isUnsent === true ? { kind: 'unavailable', reason, isUnsent } : { kind: 'unavailable', reason }
  }
  const { status } = response
  const kind = chooseKind(response)
  const reason = formatAnswer(response, kind)
  switch (kind) {
    case 'delivered':
      return { kind }
    case 'refused':
      return { kind, reason, code: status === 404 ? 'not_found' : 'unauthorized' }
    case 'rate limited':
      return { kind, reason, holdMs: readHoldMs(response, nowMs) }
    case 'rejected':
    case 'too large':
      return { kind, reason }
    case 'unavailable':
      return status >= 300 && !MAY_HAVE_PASSED.has(status)
        ? { kind, reason, isUnsent: true }
        : { kind, reason }
    default:
      return kind satisfies never
  }
}

function chooseKind({ status, content }: TrackingAnswer): Kind {
  if (status >= 200 && status < 300) return content === 'accepted' ? 'delivered' : 'unavailable'
  const said = content === 'refusal' ? KIND_OF_STATUS[status] : undefined
  return said ?? KIND_WHOEVER_SAYS_IT[status] ?? 'unavailable'
}

function formatAnswer({ status, code, content }: TrackingAnswer, kind: Kind): string {
  const words = code === null ? `HTTP ${status}` : `HTTP ${status} ${code}`
  if (status >= 300 && status < 400) return `${words}, a redirect, is not followed`
  const isExpected =
    kind !== 'unavailable' || (!(status in KIND_OF_STATUS) && (status < 200 || status >= 300))
  return isExpected ? words : `${words} ${STRANGE_CONTENT[content]}`
}

/** How a body that is not what the status promises is told. */
const STRANGE_CONTENT: Readonly<Record<AnswerContent, string>> = {
  accepted: 'with a body that says nothing is wrong',
  refusal: 'with a refusal in its body',
  stranger: "with a mistake that is not the Tracking API's",
  page: 'with a page for browsers',
  nothing: 'without a body',
  other: "with a body that is not the Tracking API's",
}
