import type { ProxySettings } from '@sluice/shared/connection'
import { request } from 'undici'
import { formatFailure } from './format-failure.ts'
import { limitTo } from './limit-to.ts'
import { openDispatcher } from './open-dispatcher.ts'
import type { Probe } from './probe-endpoint.ts'

/**
 * What Segment says of a write key; `apiHost` is where the source's own libraries are
 * told to send, if the settings say so.
 */
export type SourceSettings =
  | { readonly kind: 'known'; readonly apiHost: string | null }
  | { readonly kind: 'unknown' }
  | Probe

const TIMEOUT_MS = 10_000
const TIMEOUTS = { connectMs: TIMEOUT_MS, headersMs: TIMEOUT_MS, bodyMs: TIMEOUT_MS }
const SETTINGS_LIMIT_BYTES = 5_000_000
const PAGE = /^\s*</

/**
 * Asks for the settings of the source that a write key belongs to: the one question
 * about a key that needs no event. Settings are a JSON object, and Segment's 404 is no
 * page: what else answers is a gateway or a sign-in page, which knows of no key.
 */
export async function readSourceSettings(
  endpoint: string,
  writeKey: string,
  userAgent: string,
  proxies?: ProxySettings,
  signal?: AbortSignal,
): Promise<SourceSettings> {
  const dispatcher = openDispatcher({ ...TIMEOUTS, proxies, maxResponseBytes: SETTINGS_LIMIT_BYTES })
  try {
    const { statusCode: status, body } = await request(
      `${endpoint}/projects/${encodeURIComponent(writeKey)}/settings`,
      { dispatcher, headers: { 'user-agent': userAgent }, signal: limitTo(TIMEOUT_MS, signal) },
    )
    const text = await body.text()
    const settings = status === 200 ? parseSettings(text) : null
    if (settings !== null) return { kind: 'known', apiHost: findApiHost(settings) }
    return status === 404 && !PAGE.test(text) ? { kind: 'unknown' } : { kind: 'answer', status }
  } catch (error) {
    return { kind: 'no answer', reason: formatFailure(error) }
  } finally {
    await dispatcher.destroy()
  }
}

function parseSettings(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function findApiHost(settings: object): string | null {
  const { integrations } = settings as {
    readonly integrations?: { readonly 'Segment.io'?: { readonly apiHost?: unknown } | null } | null
  }
  const host = integrations?.['Segment.io']?.apiHost
  return typeof host === 'string' ? host : null
}
