import { Agent, request } from 'undici'
import { describeFailure } from './describe-failure.ts'
import type { Probe } from './probe-endpoint.ts'

/** What Segment says of a write key; `apiHost` is where the source's own libraries are told to send, if the settings say so. */
export type SourceSettings =
  | { readonly kind: 'known'; readonly apiHost: string | null }
  | { readonly kind: 'unknown' }
  | Probe

const TIMEOUT_MS = 10_000
const SETTINGS_LIMIT_BYTES = 5_000_000

/** Asks for the settings of the source that a write key belongs to: the one question about a key that needs no event. */
export async function readSourceSettings(
  endpoint: string,
  writeKey: string,
  userAgent: string,
): Promise<SourceSettings> {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT_MS }, maxResponseSize: SETTINGS_LIMIT_BYTES })
  try {
    const { statusCode: status, body } = await request(
      `${endpoint}/projects/${encodeURIComponent(writeKey)}/settings`,
      { dispatcher, headers: { 'user-agent': userAgent }, signal: AbortSignal.timeout(TIMEOUT_MS) },
    )
    const text = await body.text()
    if (status === 200) return { kind: 'known', apiHost: findApiHost(text) }
    return status === 404 ? { kind: 'unknown' } : { kind: 'answer', status }
  } catch (error) {
    return { kind: 'no answer', reason: describeFailure(error) }
  } finally {
    await dispatcher.destroy()
  }
}

function findApiHost(text: string): string | null {
  try {
    const settings = JSON.parse(text) as {
      readonly integrations?: { readonly 'Segment.io'?: { readonly apiHost?: unknown } }
    } | null
    const host = settings?.integrations?.['Segment.io']?.apiHost
    return typeof host === 'string' ? host : null
  } catch {
    return null
  }
}
