import { DIGESTED } from '../delta/digested-op.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import type { Comparison } from './compare.ts'
import { createModelSelect } from './model-select.ts'
import type { Session } from './session.ts'
import { createGroupDigest, GROUP_DIGEST } from './settle-identifiers.ts'
import { stagedTable } from './state-tables.ts'

/**
 * Adds to a staged table every row of the model, changed or not, with its digest as it is compared and the one that
 * it will be remembered by. The model is read again for it, in the same snapshot: this happens once each time that
 * other columns begin to count, and keeps the comparison itself as it is.
 */
export async function stageDigests(
  session: Session,
  { request, columns, digested }: Comparison,
  next: readonly string[],
): Promise<void> {
  const staged = stagedTable(request.syncId).sql
  await session.run(`alter table ${staged} add column next_digest uhugeint`)
  await session.run(
    `insert into ${staged} (op, record_id, digest, next_digest)
    select ${DIGESTED}, coalesce(record_id, $1), digest, next_digest
    from (${createModelSelect(request.model, columns, digested, next)}) as model`,
    [INVALID_RECORD_ID],
  )
}

/**
 * Gives every record whose row is as it was staged the digest that it is remembered by from now on; a group of rows
 * that is remembered as one record likewise.
 */
export async function digestAnew(session: Session, staged: string, records: string): Promise<void> {
  await session.run(`
    merge into ${records} as known
    using (
      select record_id, case when count(*) = 1 then min(digest) end as digest, min(next_digest) as next_digest,
        ${GROUP_DIGEST} as group_digest, ${createGroupDigest('next_digest')} as next_group_digest
      from ${staged} where op = ${DIGESTED} group by record_id
    ) as found
    on known.record_id = found.record_id
    when matched and known.digest = found.digest then update set digest = found.next_digest
    when matched and known.digest = found.group_digest then update set digest = found.next_group_digest`)
}
