import { listTokens as listRecords, type TokenDocument } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Every token, those in use first. */
export function listTokens({ db }: DatabaseDeps): Promise<readonly TokenDocument[]> {
  return listRecords(db)
}
