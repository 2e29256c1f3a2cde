import { createHash, randomBytes } from 'node:crypto'
import type { Account } from './account.ts'

/** How long a sign-in lasts: a shift. */
export const SESSION_LIFETIME_MS = 12 * 3_600_000

/** Older ones make room: more people than this do not look at one console. */
const SESSION_LIMIT = 1_000

/** Who has signed in through the page. Sessions live in this process and end with it. */
export interface Sessions {
  /** Begins a session; the token is the only proof of it, and is kept nowhere but in the browser. */
  begin(account: Account, idToken?: string | null): string
  read(token: string): Account | null
  /** Ends it, and tells by what a provider knows it; null where none does. */
  end(token: string): string | null
}

interface Session {
  readonly account: Account
  /** Of whoever has signed in at a provider. */
  readonly idToken: string | null
  readonly expiresAt: number
}

/** No sessions yet. `now` is in milliseconds. */
export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, Session>()
  // What lies in memory opens nothing by itself.
  const hash = (token: string): string => createHash('sha256').update(token).digest('base64')

  return {
    begin(account, idToken = null) {
      for (const [id, { expiresAt }] of sessions) {
        if (expiresAt <= now() || sessions.size >= SESSION_LIMIT) sessions.delete(id)
      }
      const token = randomBytes(32).toString('base64url')
      sessions.set(hash(token), { account, idToken, expiresAt: now() + SESSION_LIFETIME_MS })
      return token
    },
    read(token) {
      const session = sessions.get(hash(token))
      return session !== undefined && session.expiresAt > now() ? session.account : null
    },
    end(token) {
      const idToken = sessions.get(hash(token))?.idToken ?? null
      sessions.delete(hash(token))
      return idToken
    },
  }
}
