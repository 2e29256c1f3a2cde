import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { REGIONS, type Region } from '@sluice/shared/domain'
import type { ProxySettings } from '@sluice/shared/connection'
import type { Dispatcher } from 'undici'
import { formatFailure } from './format-failure.ts'
import { openDispatcher } from './open-dispatcher.ts'
import { readContent } from './read-content.ts'
import { readErrorCode } from './read-error-code.ts'
import { WithdrawnError, writeBody } from './write-body.ts'
import type { TrackingApi, TrackingResponse } from './tracking-api.ts'

/** Time limits of one request. */
export interface HttpTimeouts {
  readonly connectMs: number
  /** From the end of the request to the end of the answer's headers; Segment's own library waits as long. */
  readonly headersMs: number
  /** Between two pieces of the answer's body. */
  readonly bodyMs: number
  /** For all of it, also against a server that drips. */
  readonly totalMs: number
}

export interface HttpTrackingApiOptions {
  /** Base URL of each region, ending in /v1. */
  readonly endpoints: Readonly<Record<Region, string>>
  readonly userAgent: string
  readonly timeouts?: HttpTimeouts
  /** What stands between this process and the API; nothing if absent. */
  readonly proxies?: ProxySettings
  /** How a new connection finds the address of a host; the system's own way if absent. */
  readonly lookup?: LookupFunction
}

const TIMEOUTS: HttpTimeouts = { connectMs: 5_000, headersMs: 10_000, bodyMs: 10_000, totalMs: 30_000 }

const ANSWER_LIMIT_BYTES = 16_384

/** Opens the Tracking API over HTTP/1.1, with connections that are kept alive for each region. */
export function openHttpTrackingApi(options: HttpTrackingApiOptions): TrackingApi {
  const { timeouts = TIMEOUTS, lookup, proxies } = options
  const dispatcher = openDispatcher({ ...timeouts, lookup, proxies })
  const places = new Map(REGIONS.map((region) => [region, findPlace(options.endpoints[region])]))

  return {
    async post({ region, writeKey }, body, mayGoOn) {
      const place = places.get(region)
      if (place === undefined) throw new Error(`no endpoint for region ${region}`)
      try {
        const response = await dispatcher.request({
          method: 'POST',
          ...place,
          headers: {
            authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
            'content-type': 'application/json',
            'content-length': String(body.length),
            'user-agent': options.userAgent,
          },
          // Any iterable will do, and this one is asked for a piece when the one before
          // it has left; the types do not tell.
          body: writeBody(body, mayGoOn) as AsyncIterable<Buffer> as Readable,
          signal: AbortSignal.timeout(timeouts.totalMs),
        })
        return await readResponse(response, body)
      } catch (error) {
        if (error instanceof WithdrawnError) return { kind: 'withdrawn' }
        return {
          kind: 'no answer',
          reason: formatFailure(error),
          ...(isUnsent(error) ? { isUnsent: true } : {}),
        }
      }
    },
    async close() {
      await dispatcher.destroy()
    },
  }
}

/** Without a connection nothing has left. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

function isUnsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_CONNECTION.has(String(error.code))
}

function findPlace(endpoint: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname } = new URL(endpoint)
  return { origin, path: `${pathname.replace(/\/+$/, '')}/batch` }
}

async function readResponse(response: Dispatcher.ResponseData, sent: Buffer): Promise<TrackingResponse> {
  const { statusCode: status, headers } = response
  const start = await readStart(response.body)
  return {
    kind: 'answer',
    status,
    code: start === null ? null : readErrorCode(start, sent),
    content: start === null ? 'other' : readContent(start),
    retryAfter: readHeader(headers['retry-after']),
    rateLimitReset: readHeader(headers['x-ratelimit-reset']),
  }
}

/** A body, or the start of a long one; null when it broke off, or did not end in time. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece)
      bytes += piece.length
      if (bytes >= ANSWER_LIMIT_BYTES) break
    }
  } catch {
    return null
  }
  return Buffer.concat(pieces).toString('utf8', 0, ANSWER_LIMIT_BYTES)
}

function readHeader(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
