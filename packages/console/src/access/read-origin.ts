import type { Request } from 'express'
import type { Origin } from './create-guess-limit.ts'

/**
 * Where a request comes from. Of `X-Forwarded-For` only the last entry is read: the
 * nearest proxy has added it, the others anybody may have.
 */
export function readOrigin(request: Request): Origin {
  const header = request.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').at(-1)?.trim()
  return { address: request.socket.remoteAddress ?? '', onBehalfOf: forwarded || null }
}
