import type { Place } from '../delta/place.ts'
import { createSyncLogError } from '../delta/sync-log-error.ts'
import type { Session } from './session.ts'
import { readKind, withoutData } from './statement-errors.ts'

/** What can do to the sync log what is done to it alone. */
export type LogSession = Pick<Session, 'run'>

/** The statements of a session that have to do with the sync log alone; they fail as `sync_log_unusable`. */
export function createLogSession(session: Session, place: Place): LogSession {
  return {
    async run(sql, values) {
      try {
        return await session.run(sql, values)
      } catch (error) {
        const kind = readKind(error)
        // What is not of the statement, and conflicts with others, which are over by the next time.
        if (kind === null || kind.startsWith('Transaction')) throw error
        const cause = withoutData(kind)
        throw createSyncLogError(place, cause.message, cause)
      }
    },
  }
}
