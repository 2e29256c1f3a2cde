import type { LoggedChange } from '@sluice/shared/domain'
import { LOGGED_LIMIT, parseLogged, type LoggedColumns } from '../delta/parse-logged.ts'
import { FOUND_LIMIT } from '../record-reader.ts'
import { findTable } from './find-table.ts'
import type { Session } from './session.ts'
import { LOG } from './sync-log.ts'

/** What the sync log says of a record, oldest first; null where there is none. */
export async function readLog(
  session: Session,
  mappingId: string,
  recordId: string,
): Promise<readonly LoggedChange[] | null> {
  if ((await findTable(session, LOG)) === null) return null
  const rows = await session.query<LoggedColumns>(
    `select sync::varchar as sync, version, op, status, code, reason, message_id as "messageId", epoch_ms("at") as ms
     from ${LOG.sql} where mapping = $1 and record = $2 order by "at" desc, version desc limit ${LOGGED_LIMIT}`,
    [mappingId, recordId],
  )
  return rows.map(parseLogged).toReversed()
}

/** The records of which the sync log has a messageId. */
export async function findLogged(
  session: Session,
  mappingId: string,
  messageId: string,
): Promise<readonly string[]> {
  if ((await findTable(session, LOG)) === null) return []
  const rows = await session.query<{ id: string }>(
    `select distinct record as id from ${LOG.sql}
     where mapping = $1 and message_id = $2 and record is not null limit ${FOUND_LIMIT}`,
    [mappingId, messageId],
  )
  return rows.map(({ id }) => id)
}
