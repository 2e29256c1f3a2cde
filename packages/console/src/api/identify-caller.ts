import type { Request } from 'express'
import type { Visitor } from '@sluice/operations'
import { findToken } from '@sluice/operations/tokens/find-token'
import type { Database } from '@sluice/shared/store'
import type { Gate } from '../access/create-gate.ts'
import { isFromOtherSite } from '../access/is-from-other-site.ts'
import { isLoopbackHost } from '../access/is-loopback.ts'
import { RequestError } from './problem.ts'

/** Who asks the API, or why nobody may. */
export type Caller =
  | Visitor
  | { readonly problem: RequestError; readonly headers: Readonly<Record<string, string>> }

/**
 * Knows a token, HTTP Basic, or the session of the console. What a browser sends along by itself counts only for its
 * own site's pages; a token is never sent so. Without a gate everybody is an operator.
 */
export async function identifyCaller(
  request: Request,
  { gate, db }: { readonly gate: Gate | null; readonly db: Database },
): Promise<Caller> {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
  if (bearer !== undefined) {
    const token = await findToken({ db }, bearer)
    if (token === null) return refuse(401, 'sign_in_needed', 'this token is not known, or has been revoked')
    return { actor: `token:${token.name}`, role: token.role }
  }
  if (isFromOtherSite(request.method, request.headers))
    return refuse(403, 'other_site', 'an order from another site needs a token')
  if (gate === null) {
    return isLoopbackHost(request.headers.host)
      ? { actor: 'console:anybody', role: 'operator' }
      : refuse(403, 'other_site', 'a console without credentials answers only to the name localhost')
  }
  const visitor = gate.identify(request)
  switch (visitor.kind) {
    case 'known':
      return { actor: `console:${visitor.account.user}`, role: visitor.account.role }
    case 'held':
      return refuse(
        429,
        'too_many_requests',
        `too many wrong passwords: wait ${visitor.waitSeconds} seconds`,
        {
          'retry-after': String(visitor.waitSeconds),
        },
      )
    case 'unknown':
      return refuse(
        401,
        'sign_in_needed',
        visitor.isWrong
          ? 'this user and password are not right'
          : 'sign in with a token, or with HTTP Basic auth',
      )
    default:
      return visitor satisfies never
  }
}

function refuse(
  status: number,
  code: 'sign_in_needed' | 'other_site' | 'too_many_requests',
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Caller {
  // Basic would have a browser open a dialog.
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer realm="sluice"' } : {}
  return { problem: new RequestError(status, code, message), headers: { ...challenge, ...headers } }
}
