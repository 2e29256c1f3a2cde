import pg from 'pg'
import { DIGESTED } from '../delta/digested-op.ts'
import { INVALID_REASONS } from '../delta/invalid-reasons.ts'
import { NO_LOG, type StagedLog } from '../delta/staged-log.ts'
import type { CommitRequest, DeadRow } from '../port.ts'
import type { Queryable } from './open-pool.ts'
import { CHECKSUM } from './read-record.ts'
import { LOG_TABLE, logRun } from './sync-log.ts'

const TEXT = `$3::text || version || ':0:' || ${CHECKSUM} || ':' || record_id`
/** The id of the event that is made of a staged row: the mapper's, as it is sent. */
const MESSAGE_ID = `case when $3::text is not null then
    translate(rtrim(encode(sha256(convert_to(${TEXT}, 'UTF8')), 'base64'), '='), '+/', '-_') end`

const REASONS = Object.entries(INVALID_REASONS)
  .map(([code, reason]) => `when ${pg.escapeLiteral(code)} then ${pg.escapeLiteral(reason)}`)
  .join(' ')

/** The log of a commit that merges a staged table, whose messageIds are of an epoch. */
export function openStagedLog(
  tx: Queryable,
  { mappingId, syncId, log, isBaseline }: CommitRequest,
  { staged, epoch }: { readonly staged: string; readonly epoch: number },
): StagedLog {
  if (log === undefined) return NO_LOG
  const prefix = log.createIdPrefix?.(epoch) ?? null
  const insert = (what: string, from: string, more: readonly unknown[] = []): Promise<unknown> =>
    tx.query(
      `insert into ${LOG_TABLE} (sync, mapping, record, version, op, status, code, reason, message_id, at)
       select $1::uuid, $2, record_id, version, op, ${what}, now() from ${staged} as staged ${from}`,
      [syncId, mappingId, prefix, ...more],
    )
  // What nobody asks for by name is a value all the same: a statement has the parameters that it is given.
  const noId = `case when $3::text is null then null::text end`
  const isDelta = `op not in ('invalid', ${DIGESTED})`
  return {
    inDoubt: async (ranges) =>
      void (await insert(
        `'in_doubt', null, null, ${MESSAGE_ID}`,
        `where ${isDelta} and exists (
           select from unnest($4::bigint[], $5::bigint[]) as range (from_seq, to_seq)
           where staged.seq between range.from_seq and range.to_seq
         )`,
        [ranges.map(({ fromSeq }) => fromSeq), ranges.map(({ toSeq }) => toSeq)],
      )),
    async skippedByTrigger() {
      // A baseline skips everything, and says so by its origin.
      if (isBaseline !== true)
        await insert(`'skipped', 'trigger', null, ${noId}`, `where ${isDelta} and seq is null`)
    },
    skippedByFilter: async (seqs) =>
      void (await insert(
        `'skipped', 'filter', null, ${noId}`,
        `where ${isDelta} and seq = any ($4::bigint[])`,
        [seqs],
      )),
    async rest(dead) {
      await insert(
        `'delivered', null, null, ${MESSAGE_ID}`,
        `where ${isDelta} and seq is not null and seq <> all ($4::bigint[])`,
        [dead],
      )
      await insert(`'dead', code, case code ${REASONS} end, ${noId}`, `where op = 'invalid'`)
      for await (const page of log.listDead()) await logDead(page, insert)
      await logRun(tx, { mappingId, syncId }, log)
    },
  }
}

async function logDead(
  page: readonly DeadRow[],
  insert: (what: string, from: string, more: readonly unknown[]) => Promise<unknown>,
): Promise<void> {
  await insert(
    `'dead', ended.code, ended.reason, case when ended.has_event then ${MESSAGE_ID} end`,
    `join unnest($4::bigint[], $5::text[], $6::text[], $7::boolean[]) as ended (seq, code, reason, has_event)
       on ended.seq = staged.seq where op <> 'invalid'`,
    [
      page.map(({ seq }) => seq),
      page.map(({ code }) => code),
      page.map(({ reason }) => reason),
      page.map(({ hasEvent }) => hasEvent),
    ],
  )
}
