import type { Check } from '@sluice/shared/domain'
import type { Probe } from '../probe-endpoint.ts'
import { formatNoAnswer } from './format-no-answer.ts'

/** What a look at a Tracking API says of it: whatever the API itself answers to a GET will do. */
export function checkEndpoint(url: string, probe: Probe): Check<'endpoint'> {
  if (probe.kind === 'no answer') return failed(formatNoAnswer(url, probe.reason))
  const { status } = probe
  if (status >= 300 && status < 400) {
    return failed(
      `${url} answers with a redirect (HTTP ${status}), which is never followed: is the URL right?`,
    )
  }
  if (status === 407) return failed(`${url} cannot be reached: a proxy wants to be signed in to (HTTP 407)`)
  if (status >= 500) return failed(`${url} is not well (HTTP ${status}): try again`)
  return { check: 'endpoint', status: 'ok', detail: `${url} is reached: ${formatAnswer(status)}` }
}

/**
 * No event is sent, so the answer to a GET is all that there is to tell: any but those
 * above means that a server is there.
 */
function formatAnswer(status: number): string {
  return status === 404 || status === 405
    ? `a GET gets HTTP ${status} there, which is right, as events are posted; whether it takes them only a sync shows`
    : `a GET gets HTTP ${status} there; whether it takes events only a sync shows`
}

function failed(detail: string): Check<'endpoint'> {
  return { check: 'endpoint', status: 'failed', detail }
}
