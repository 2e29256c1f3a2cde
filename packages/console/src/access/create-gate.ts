import type { Request } from 'express'
import type { Credentials } from './account.ts'
import { createCredentialCheck } from './create-credential-check.ts'
import { createGuessLimit, type Origin } from './create-guess-limit.ts'
import { createSessions, type Sessions } from './create-sessions.ts'
import { parseBasicAuth } from './parse-basic-auth.ts'
import { readOrigin } from './read-origin.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { Visitor } from './visitor.ts'

/** Knows people by HTTP Basic auth on any request, or by the session that they began on the sign-in page. */
export interface Gate {
  readonly sessions: Sessions
  /** False where nobody has a password, and people come from a provider. */
  readonly hasPasswords: boolean
  identify(request: Request): Visitor
  check(request: Request, user: string, password: string): Visitor
}

/**
 * Nobody is in without one of the credentials. `onWrong` learns where a wrong password
 * came from. Whoever has a session is not held.
 */
export function createGate(
  credentials: readonly Credentials[],
  now: () => number,
  onWrong: (origin: Origin) => void,
): Gate {
  const find = createCredentialCheck(credentials)
  const guesses = createGuessLimit(now)
  const sessions = createSessions(now)

  const check: Gate['check'] = (request, user, password) => {
    const origin = readOrigin(request)
    const waitSeconds = guesses.take(origin)
    if (waitSeconds !== null) return { kind: 'held', waitSeconds }
    const account = find(user, password)
    if (account !== null) {
      guesses.giveBack(origin)
      return { kind: 'known', account, hasSession: false }
    }
    onWrong(origin)
    return { kind: 'unknown', isWrong: true }
  }

  return {
    sessions,
    hasPasswords: credentials.length > 0,
    check,
    identify(request) {
      const basic = parseBasicAuth(request.headers.authorization)
      if (basic !== null) return check(request, basic.user, basic.password)
      const token = readSessionCookie(request)
      const account = token === null ? null : sessions.read(token)
      if (account !== null) return { kind: 'known', account, hasSession: true }
      return { kind: 'unknown', isWrong: request.headers.authorization !== undefined }
    },
  }
}
