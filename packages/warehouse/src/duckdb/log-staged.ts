import { DIGESTED } from '../delta/digested-op.ts'
import { INVALID_REASONS } from '../delta/invalid-reasons.ts'
import { NO_LOG, type StagedLog } from '../delta/staged-log.ts'
import type { CommitRequest, DeadRow } from '../port.ts'
import { quoteLiteral } from './quote.ts'
import { CHECKSUM } from './read-record.ts'
import type { LogSession } from './log-session.ts'
import { LOG, logRun } from './sync-log.ts'

/** The id of the event that is made of a staged row: the mapper's, as it is sent. */
const MESSAGE_ID = `case when $3::varchar is not null then
    rtrim(translate(to_base64(unhex(sha256($3::varchar || version || ':0:' || ${CHECKSUM} || ':' || record_id))), '+/', '-_'), '=') end`

const REASONS = Object.entries(INVALID_REASONS)
  .map(([code, reason]) => `when ${quoteLiteral(code)} then ${quoteLiteral(reason)}`)
  .join(' ')

/** The log of a commit that merges a staged table, whose messageIds are of an epoch. */
export function openStagedLog(
  session: LogSession,
  { mappingId, syncId, log, isBaseline }: CommitRequest,
  { staged, epoch }: { readonly staged: string; readonly epoch: number },
): StagedLog {
  if (log === undefined) return NO_LOG
  const prefix = log.createIdPrefix?.(epoch) ?? null
  const insert = (what: string, from: string, more: readonly string[] = []): Promise<unknown> =>
    session.run(
      `insert into ${LOG.sql} (sync, mapping, record, version, op, status, code, reason, message_id, "at")
       select $1::uuid, $2, record_id, version, op, ${what}, now() from ${staged} as staged ${from}`,
      [syncId, mappingId, prefix, ...more],
    )
  // What nobody asks for by name is a value all the same: a statement has the parameters that it is given.
  const noId = `case when $3::varchar is null then null::varchar end`
  const isDelta = `op not in ('invalid', ${DIGESTED})`
  return {
    inDoubt: async (ranges) =>
      void (await insert(
        `'in_doubt', null, null, ${MESSAGE_ID}`,
        `where ${isDelta} and exists (
           from (select unnest(cast($4 as bigint[])) as from_seq, unnest(cast($5 as bigint[])) as to_seq) as range
           where staged.seq between range.from_seq and range.to_seq
         )`,
        [
          JSON.stringify(ranges.map(({ fromSeq }) => fromSeq)),
          JSON.stringify(ranges.map(({ toSeq }) => toSeq)),
        ],
      )),
    async skippedByTrigger() {
      // A baseline skips everything, and says so by its origin.
      if (isBaseline !== true)
        await insert(`'skipped', 'trigger', null, ${noId}`, `where ${isDelta} and seq is null`)
    },
    skippedByFilter: async (seqs) =>
      void (await insert(
        `'skipped', 'filter', null, ${noId}`,
        `where ${isDelta} and seq in (select unnest(cast($4 as bigint[])))`,
        [JSON.stringify(seqs)],
      )),
    async rest(dead) {
      await insert(
        `'delivered', null, null, ${MESSAGE_ID}`,
        `where ${isDelta} and seq is not null and seq not in (select unnest(cast($4 as bigint[])))`,
        [JSON.stringify(dead)],
      )
      await insert(`'dead', code, case code ${REASONS} end, ${noId}`, `where op = 'invalid'`)
      for await (const page of log.listDead()) await logDead(page, insert)
      await logRun(session, { mappingId, syncId }, log)
    },
  }
}

const LISTED = `[{"dead_seq": "bigint", "dead_code": "varchar", "dead_reason": "varchar", "has_event": "boolean"}]`

async function logDead(
  page: readonly DeadRow[],
  insert: (what: string, from: string, more: readonly string[]) => Promise<unknown>,
): Promise<void> {
  await insert(
    `'dead', dead_code, dead_reason, case when has_event then ${MESSAGE_ID} end`,
    `join (select unnest(from_json($4, '${LISTED}'), recursive := true)) as ended on dead_seq = staged.seq
     where op <> 'invalid'`,
    [
      JSON.stringify(
        page.map(({ seq, code, reason, hasEvent }) => ({
          dead_seq: seq,
          dead_code: code,
          dead_reason: reason,
          has_event: hasEvent,
        })),
      ),
    ],
  )
}
