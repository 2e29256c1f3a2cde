import { createHash, randomBytes } from 'node:crypto'
import { SluiceError } from '@sluice/shared/errors'
import { recordAudit, recordToken, type TokenDocument } from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** How a token is called, and what it may do. */
export interface CreateTokenInput {
  readonly name: string
  readonly role: TokenDocument['role']
}

/** A token that was just made. */
export interface CreatedTokenDocument extends Pick<TokenDocument, 'id' | 'name' | 'role'> {
  /** `slc_…`: shown this once, and kept nowhere. */
  readonly token: string
}

/** What a token begins with, so that scanners of secrets know one. */
const PREFIX = 'slc_'
const RANDOM_BYTES = 32
const NAME = /^[A-Za-z0-9][\w.-]{0,49}$/

/** Makes a token for a program. Fails with `usage_invalid` for a name that is none, and with `token_exists`. */
export async function createToken(
  { db }: DatabaseDeps,
  { name, role }: CreateTokenInput,
  actor: Actor,
): Promise<CreatedTokenDocument> {
  if (!NAME.test(name)) {
    throw new SluiceError(
      'usage_invalid',
      'the name of a token must be 1 to 50 letters, digits, -, _ or ., and begin with a letter or digit',
    )
  }
  const token = `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`
  return db.transaction(async (tx) => {
    const made = await recordToken(tx, { name, role, createdBy: actor, hash: hashToken(token) })
    if (made === null)
      throw new SluiceError(
        'token_exists',
        `there is a token ${name} already: revoke it, or choose another name`,
      )
    const audit = { actor, action: 'created', kind: 'token', id: name } as const
    await recordAudit(tx, { ...audit, before: null, after: { id: made.id, role } })
    return { id: made.id, name, role, token }
  })
}

/** By what a token is known: it is random enough that nobody finds it by its hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
