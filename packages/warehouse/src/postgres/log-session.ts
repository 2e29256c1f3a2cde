import { SluiceError } from '@sluice/shared/errors'
import type { Place } from '../delta/place.ts'
import { createSyncLogError } from '../delta/sync-log-error.ts'
import { readCode } from './classify-error.ts'
import { createServerError, withoutData } from './create-server-error.ts'
import type { Queryable, Transaction } from './open-pool.ts'

/** The statements of a transaction that have to do with the sync log alone; they fail as `sync_log_unusable`. */
export function createLogSession(tx: Transaction, place: Place): Queryable {
  return { query: (text, values) => orUnusable(place, () => tx.query(text, values)) }
}

/** What is done to the sync log alone: where it fails for what does not pass by itself, with `sync_log_unusable`. */
export async function orUnusable<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const told = createServerError(error, place)
    if (!(told instanceof SluiceError) || told.code === 'warehouse_unreachable') throw error
    const cause = told.cause instanceof Error ? told.cause : told
    // Conflicts with others are over by the next time.
    if (readCode(cause).startsWith('40')) throw error
    const safe = withoutData(cause)
    throw createSyncLogError(place, safe.message, safe)
  }
}
