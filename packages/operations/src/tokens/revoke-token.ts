import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { listTokens, recordAudit, revokeToken as endToken, type TokenDocument } from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** Which token nobody shall get in with any more. */
export interface RevokeTokenInput {
  readonly name: string
}

/** Takes a token out of use, from the next request on; fails with `token_unknown`. */
export async function revokeToken(
  { db }: DatabaseDeps,
  { name }: RevokeTokenInput,
  actor: Actor,
): Promise<TokenDocument> {
  return db.transaction(async (tx) => {
    const revoked = await endToken(tx, name)
    if (revoked === null) {
      const known = (await listTokens(tx)).filter(({ revokedAt }) => revokedAt === null)
      const meant = formatSuggestion(
        name,
        known.map((token) => token.name),
      )
      throw new SluiceError('token_unknown', `there is no token ${name} in use${meant}`)
    }
    const { id, role } = revoked
    const audit = { actor, action: 'removed', kind: 'token', id: name } as const
    await recordAudit(tx, { ...audit, before: { id, role }, after: null })
    return revoked
  })
}
