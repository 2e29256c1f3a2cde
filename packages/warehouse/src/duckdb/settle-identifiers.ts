import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import type { Comparison } from './compare.ts'
import { createBareJson, createModelSelect, createRowJson } from './model-select.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/**
 * The digest under which rows with one identifier, or none, are remembered as a group: the same for the same rows in
 * any order.
 */
export function createGroupDigest(digest: string): string {
  return `md5_number(string_agg(lpad(hex(${digest}), 32, '0'), '' order by ${digest}))`
}
export const GROUP_DIGEST = createGroupDigest('digest')

/**
 * Finds the rows of a staged table whose identifier does not tell them from others. Every row of such a group becomes
 * invalid, none is picked; a group that is exactly as it was committed is left out, as an unchanged row is. Then only
 * what has changed is left.
 */
export async function settleIdentifiers(session: Session, comparison: Comparison): Promise<void> {
  const staged = stagedTable(comparison.request.syncId).sql
  const { records } = comparison
  const marked = await markDuplicates(session, staged, comparison.request.model.identifier)
  await session.run(`delete from ${staged} where op is null`)
  if (marked > 0) await closeGaps(session, staged)
  const [found] = await session.query<{ present: boolean }>(
    `select count(*) > 0 as present from ${staged} where op = 'invalid'`,
  )
  if (found?.present !== true) return
  await dropKnownGroups(session, staged, records)
  if (marked > 0) await fillRows(session, comparison, staged)
  await numberInvalid(session, staged, records)
}

/** A record that has vanished stands alone by its nature, and a row without an identifier is invalid already. */
function markDuplicates(session: Session, staged: string, identifier: string): Promise<number> {
  return session.run(`
    update ${staged} as staged
    set op = 'invalid', code = 'identifier_duplicate', content = coalesce(content, ${createBareJson(identifier, 'record_id')})
    where record_id in (
      select record_id from ${staged} where record_id is not null group by record_id having count(*) > 1
    )`)
}

/** The others count on without the places that duplicates have left. */
async function closeGaps(session: Session, staged: string): Promise<void> {
  await session.run(`update ${staged} set seq = null where op = 'invalid'`)
  await session.run(`
    update ${staged} as staged set seq = numbered.place
    from (select seq, row_number() over (order by seq) as place from ${staged} where seq is not null) as numbered
    where staged.seq = numbered.seq and numbered.place <> numbered.seq`)
}

async function dropKnownGroups(session: Session, staged: string, records: string): Promise<void> {
  await session.run(
    `delete from ${staged} where op = 'invalid' and coalesce(record_id, $1) in (
      select found.record_id
      from (
        select coalesce(record_id, $1) as record_id, ${GROUP_DIGEST} as digest
        from ${staged} where op = 'invalid' group by 1
      ) as found
      join ${records} as known on known.record_id = found.record_id and known.digest = found.digest
    )`,
    [INVALID_RECORD_ID],
  )
}

/**
 * Takes a second look at the model for duplicates whose content was not kept, because they look unchanged or the
 * trigger does not ask for them. It is the same snapshot; only a query that makes its values up anew each time gives
 * nothing for them.
 */
async function fillRows(
  session: Session,
  { request, columns, digested }: Comparison,
  staged: string,
): Promise<void> {
  const isBare = `op = 'invalid' and code = 'identifier_duplicate' and not is_whole`
  const [bare] = await session.query<{ present: boolean }>(
    `select count(*) > 0 as present from ${staged} where ${isBare}`,
  )
  if (bare?.present !== true) return
  await session.run(`
    update ${staged} as staged set is_whole = true, content = found.content
    from (
      select record_id, digest, any_value(content) as content
      from (
        select record_id, digest, ${createRowJson(columns, 'model')} as content
        from (${createModelSelect(request.model, columns, digested)}) as model
        where record_id in (select record_id from ${staged} where ${isBare})
      )
      where strlen(content) <= ${ROW_LIMIT_BYTES}
      group by all
    ) as found
    where ${isBare} and found.record_id = staged.record_id and found.digest = staged.digest`)
}

async function numberInvalid(session: Session, staged: string, records: string): Promise<void> {
  await session.run(
    `update ${staged} as staged
    set
      seq = numbered.seq,
      version = case
        when staged.record_id is null
        then coalesce((select max(version) from ${records} as known where record_id = $1), 0) + 1
        else staged.version
      end
    from (
      select
        rowid as place,
        (select count(*) from ${staged} where seq is not null and op <> 'invalid') + row_number() over () as seq
      from ${staged} where op = 'invalid'
    ) as numbered
    where staged.rowid = numbered.place`,
    [INVALID_RECORD_ID],
  )
}
