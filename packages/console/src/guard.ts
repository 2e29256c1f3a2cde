import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConsoleConfig } from './config.ts'

// What the board's pages need, and nothing else; they ask for fonts from elsewhere and do without.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Stands before every page and every call of the console: sign-in, no requests from other sites, no foreign content. */
export function createGuard(credentials: ConsoleConfig['credentials']) {
  const expected =
    credentials &&
    digest(`Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`)

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    void reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    if (expected !== null && !timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Basic realm="Sluice", charset="UTF-8"')
        .type('text/plain')
        .send('sign in with SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD\n')
    }
    // A browser sends the credentials with any site's request: take orders only from our own pages and from tools.
    const site = request.headers['sec-fetch-site']
    if (request.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none') {
      return reply.code(403).type('text/plain').send('requests from other sites are refused\n')
    }
    return undefined
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
