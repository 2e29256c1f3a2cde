import { RUN_COUNTS, SYNC_LOG, SYNC_RUNS, SYNCS_VIEW } from '../delta/sync-log-names.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'
import type { LoggedRow, LogRequest, WriteLogRequest } from '../port.ts'
import { findTable } from './find-table.ts'
import { createLogSession, orUnusable } from './log-session.ts'
import type { Queryable, WarehousePool } from './open-pool.ts'
import { createStateSchema, takeCreateLock } from './records.ts'

export const LOG_TABLE = `${STATE_SCHEMA}.${SYNC_LOG}`
const RUNS_TABLE = `${STATE_SCHEMA}.${SYNC_RUNS}`
const VIEW = `${STATE_SCHEMA}.${SYNCS_VIEW}`

/** Makes sure that the sync log is there, all of it: somebody may have dropped a part. */
export function createSyncLog(pool: WarehousePool): Promise<void> {
  return orUnusable(pool.place, () => createParts(pool))
}

async function createParts(pool: WarehousePool): Promise<void> {
  if (await isThere(pool)) return
  await createStateSchema(pool)
  await pool.transaction('isolation level read committed', async (tx) => {
    await takeCreateLock(tx)
    await tx.query(`
      create table if not exists ${LOG_TABLE} (
        sync uuid not null, mapping text not null, record text, version bigint not null, op text not null,
        status text not null, code text, reason text, message_id text, at timestamptz not null
      );
      create index if not exists ${SYNC_LOG}_by_age on ${LOG_TABLE} (mapping, at);
      create index if not exists ${SYNC_LOG}_by_record on ${LOG_TABLE} (record);
      create table if not exists ${RUNS_TABLE} (
        sync uuid primary key, number integer not null, mapping text not null, model text not null,
        destination text not null, origin text not null, status text not null, error text,
        started_at timestamptz, staged_at timestamptz, ended_at timestamptz not null,
        ${RUN_COUNTS.map((name) => `${name} bigint not null`).join(', ')}
      );
      create or replace view ${VIEW} as
        select *, extract(epoch from ended_at - staged_at)::double precision as lag_seconds from ${RUNS_TABLE}`)
  })
}

async function isThere(pool: WarehousePool): Promise<boolean> {
  const found = await Promise.all([LOG_TABLE, RUNS_TABLE, VIEW].map((table) => findTable(pool, table)))
  return !found.includes(null)
}

/** Takes the log, so that neither a lost right nor somebody who holds it is met late, or waited for without end. */
export async function lockSyncLog(session: Queryable, { lockPatienceMs }: WarehousePool): Promise<void> {
  await session.query(
    [
      `set local lock_timeout = ${lockPatienceMs}`,
      `lock table ${LOG_TABLE}, ${RUNS_TABLE} in row exclusive mode`,
      'set local lock_timeout to default',
    ].join('; '),
  )
}

/** Writes the log's account of a sync as a whole, and drops what is old. */
export async function logRun(
  tx: Queryable,
  { mappingId, syncId }: Pick<WriteLogRequest, 'mappingId' | 'syncId'>,
  { sync, keepMs }: Pick<LogRequest, 'sync' | 'keepMs'>,
): Promise<void> {
  const names = ['number', 'model', 'destination', 'origin', 'status', 'error', 'started_at', 'staged_at']
  const { number, model, destination, origin, status, error, startedAt, stagedAt } = sync
  const values = [number, model, destination, origin, status, error, startedAt, stagedAt]
  const all = [syncId, mappingId, ...values, ...RUN_COUNTS.map((name) => sync[name])]
  await tx.query(`delete from ${RUNS_TABLE} where sync = $1`, [syncId])
  await tx.query(
    `insert into ${RUNS_TABLE} (sync, mapping, ${[...names, ...RUN_COUNTS].join(', ')}, ended_at)
     values (${all.map((_, index) => `$${index + 1}`).join(', ')}, now())`,
    all,
  )
  const age = [mappingId, keepMs / 1_000]
  await tx.query(
    `delete from ${LOG_TABLE} where mapping = $1 and at < now() - make_interval(secs => $2)`,
    age,
  )
  await tx.query(
    `delete from ${RUNS_TABLE} where mapping = $1 and ended_at < now() - make_interval(secs => $2)`,
    age,
  )
}

/** Writes rows whose staged table is gone, or that had none. */
export async function writeLog(pool: WarehousePool, request: WriteLogRequest): Promise<void> {
  const { mappingId, syncId, log, rows } = request
  await createSyncLog(pool)
  await pool.transaction('isolation level read committed', async (tx) => {
    const session = createLogSession(tx, pool.place)
    await lockSyncLog(session, pool)
    await session.query(`delete from ${LOG_TABLE} where mapping = $1 and sync = $2`, [mappingId, syncId])
    for await (const page of rows) await insertRows(session, request, page)
    await logRun(session, { mappingId, syncId }, log)
  })
}

async function insertRows(
  tx: Queryable,
  { mappingId, syncId }: WriteLogRequest,
  rows: readonly LoggedRow[],
): Promise<void> {
  await tx.query(
    `insert into ${LOG_TABLE} (sync, mapping, record, version, op, status, code, reason, message_id, at)
     select $1::uuid, $2, listed.*, now()
     from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) as listed`,
    [
      syncId,
      mappingId,
      rows.map(({ recordId }) => recordId),
      rows.map(({ version }) => version),
      rows.map(({ op }) => op),
      rows.map(({ status }) => status),
      rows.map(({ code }) => code),
      rows.map(({ reason }) => reason),
      rows.map(({ messageId }) => messageId),
    ],
  )
}
