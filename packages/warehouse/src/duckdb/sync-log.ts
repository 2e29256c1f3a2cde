import type { Place } from '../delta/place.ts'
import { RUN_COUNTS, SYNC_LOG, SYNC_RUNS, SYNCS_VIEW } from '../delta/sync-log-names.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'
import type { LoggedRow, LogRequest, WriteLogRequest } from '../port.ts'
import { createLogSession, type LogSession } from './log-session.ts'
import type { Session } from './session.ts'
import { nameTable, STATE_CATALOG } from './state-tables.ts'

export const LOG = nameTable(SYNC_LOG)
const RUNS = nameTable(SYNC_RUNS)

/** Makes sure that the sync log is there, all of it: somebody may have dropped a part. */
export async function createSyncLog(session: LogSession): Promise<void> {
  await session.run(`
    create table if not exists ${LOG.sql} (
      sync uuid not null, mapping varchar not null, record varchar, version bigint not null, op varchar not null,
      status varchar not null, code varchar, reason varchar, message_id varchar, "at" timestamptz not null
    )`)
  await session.run(`
    create table if not exists ${RUNS.sql} (
      sync uuid not null, number integer not null, mapping varchar not null, model varchar not null,
      destination varchar not null, origin varchar not null, status varchar not null, error varchar,
      started_at timestamptz, staged_at timestamptz, ended_at timestamptz not null,
      ${RUN_COUNTS.map((name) => `${name} bigint not null`).join(', ')}
    )`)
  // Without the name that the file has here: whoever opens it gives it another.
  await session.run(`
    create view if not exists ${STATE_CATALOG}.${STATE_SCHEMA}.${SYNCS_VIEW} as
    select *, epoch(ended_at) - epoch(staged_at) as lag_seconds from ${RUNS.shown}`)
}

/** Writes the log's account of a sync as a whole, and drops what is old. */
export async function logRun(
  session: LogSession,
  { mappingId, syncId }: Pick<WriteLogRequest, 'mappingId' | 'syncId'>,
  { sync, keepMs }: Pick<LogRequest, 'sync' | 'keepMs'>,
): Promise<void> {
  const { number, model, destination, origin, status, error, startedAt, stagedAt } = sync
  const values = [number, model, destination, origin, status, error, startedAt, stagedAt]
  const all = [syncId, mappingId, ...values, ...RUN_COUNTS.map((name) => sync[name])]
  await session.run(`delete from ${RUNS.sql} where sync = $1::uuid`, [syncId])
  await session.run(
    `insert into ${RUNS.sql} (
       sync, mapping, number, model, destination, origin, status, error, started_at, staged_at, ${RUN_COUNTS.join(', ')}, ended_at
     ) values (${all.map((_, index) => `$${index + 1}`).join(', ')}, now())`,
    all,
  )
  const isOld = (at: string): string => `mapping = $1 and ${at} < now() - to_milliseconds($2::bigint)`
  await session.run(`delete from ${LOG.sql} where ${isOld('"at"')}`, [mappingId, keepMs])
  await session.run(`delete from ${RUNS.sql} where ${isOld('ended_at')}`, [mappingId, keepMs])
}

/** Writes rows whose staged table is gone, or that had none. */
export async function writeLog(opened: Session, place: Place, request: WriteLogRequest): Promise<void> {
  const { mappingId, syncId, log, rows } = request
  const session = createLogSession(opened, place)
  await createSyncLog(session)
  await session.run(`delete from ${LOG.sql} where mapping = $1 and sync = $2::uuid`, [mappingId, syncId])
  for await (const page of rows) await insertRows(session, request, page)
  await logRun(session, { mappingId, syncId }, log)
}

const LISTED = `[{"record": "varchar", "version": "bigint", "op": "varchar", "status": "varchar", "code": "varchar", "reason": "varchar", "message_id": "varchar"}]`

async function insertRows(
  session: LogSession,
  { mappingId, syncId }: WriteLogRequest,
  rows: readonly LoggedRow[],
): Promise<void> {
  await session.run(
    `insert into ${LOG.sql} (sync, mapping, record, version, op, status, code, reason, message_id, "at")
     select $1::uuid, $2, record, version, op, status, code, reason, message_id, now()
     from (select unnest(from_json($3, '${LISTED}'), recursive := true))`,
    [
      syncId,
      mappingId,
      JSON.stringify(
        rows.map(({ recordId, messageId, ...row }) => ({ ...row, record: recordId, message_id: messageId })),
      ),
    ],
  )
}
