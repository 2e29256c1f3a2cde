import type { ProxySettings } from '@sluice/shared/connection'
import { request } from 'undici'
import { formatFailure } from './format-failure.ts'
import { limitTo } from './limit-to.ts'
import { openDispatcher } from './open-dispatcher.ts'

/** What came of a look at an endpoint: the status of its answer, or why there was none. */
export type Probe =
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'no answer'; readonly reason: string }

const TIMEOUT_MS = 10_000
const TIMEOUTS = { connectMs: TIMEOUT_MS, headersMs: TIMEOUT_MS, bodyMs: TIMEOUT_MS }

/**
 * Looks whether a Tracking API answers at its base URL, and sends it no event and no write
 * key: a GET of the batch endpoint, which the API itself answers with an error of its own.
 */
export async function probeEndpoint(
  endpoint: string,
  userAgent: string,
  proxies?: ProxySettings,
  signal?: AbortSignal,
): Promise<Probe> {
  const dispatcher = openDispatcher({ ...TIMEOUTS, proxies })
  try {
    const { statusCode, body } = await request(`${endpoint}/batch`, {
      dispatcher,
      headers: { 'user-agent': userAgent },
      signal: limitTo(TIMEOUT_MS, signal),
    })
    await body.dump()
    return { kind: 'answer', status: statusCode }
  } catch (error) {
    return { kind: 'no answer', reason: formatFailure(error) }
  } finally {
    await dispatcher.destroy()
  }
}
