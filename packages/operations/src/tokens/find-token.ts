import { findToken as findRecord, type TokenDocument } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'
import { hashToken } from './create-token.ts'

/** Whose token this is, or null: the control database is asked each time, so that a revoked one is out at once. */
export async function findToken({ db }: DatabaseDeps, token: string): Promise<TokenDocument | null> {
  return token.startsWith('slc_') ? findRecord(db, hashToken(token)) : null
}
