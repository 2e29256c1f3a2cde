import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Account, Credentials } from './account.ts'

/** Answers whose user and password these are, or null; how long it takes tells nothing about how close a guess was. */
export type CredentialCheck = (user: string, password: string) => Account | null

/** A check against the given credentials. */
export function createCredentialCheck(known: readonly Credentials[]): CredentialCheck {
  const key = randomBytes(32)
  const digest = (user: string, password: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([user, password]))
      .digest()
  const expected = known.map(({ user, password, role }) => ({ user, role, digest: digest(user, password) }))

  return (user, password) => {
    const given = digest(user, password)
    // Each is compared, also after a match.
    const [match] = expected.filter((one) => timingSafeEqual(one.digest, given))
    return match === undefined ? null : { user: match.user, role: match.role }
  }
}
