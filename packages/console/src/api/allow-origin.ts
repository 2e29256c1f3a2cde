import type { Request, Response } from 'express'

const HEADERS = 'authorization, content-type, if-match, if-none-match, idempotency-key'
const EXPOSED = 'etag, link, location, retry-after'
const A_DAY_IN_SECONDS = '86400'

/**
 * Lets scripts of the origins that are named ask with a token; whatever a browser sends along by itself stays out. True
 * for a question of a browser whether it may ask, which is answered with that.
 */
export function allowOrigin(request: Request, response: Response, origins: readonly string[]): boolean {
  const { origin } = request.headers
  if (origins.length > 0) response.vary('origin')
  if (origin === undefined || !origins.includes(origin)) return false
  response.set({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED })
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
    return false
  response.set({
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': A_DAY_IN_SECONDS,
  })
  response.status(204).end()
  return true
}
