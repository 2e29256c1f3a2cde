import { Agent, request } from 'undici'
import { describeFailure } from './describe-failure.ts'

/** What came of a look at an endpoint: the status of its answer, or why there was none. */
export type Probe =
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'no answer'; readonly reason: string }

const TIMEOUT_MS = 10_000

/**
 * Looks whether a Tracking API answers at its base URL, and sends it no event and no write key: a GET of the batch endpoint, which the API
 * itself answers with an error of its own.
 */
export async function probeEndpoint(endpoint: string, userAgent: string): Promise<Probe> {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT_MS } })
  try {
    const { statusCode, body } = await request(`${endpoint}/batch`, {
      dispatcher,
      headers: { 'user-agent': userAgent },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await body.dump()
    return { kind: 'answer', status: statusCode }
  } catch (error) {
    return { kind: 'no answer', reason: describeFailure(error) }
  } finally {
    await dispatcher.destroy()
  }
}
