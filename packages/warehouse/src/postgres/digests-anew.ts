import { DIGESTED } from '../delta/digested-op.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import type { Comparison } from './compare.ts'
import { createModelSelect } from './model-select.ts'
import type { Transaction } from './open-pool.ts'
import { restoreSession } from './session.ts'
import { createGroupDigest, GROUP_HIGH, GROUP_LOW } from './settle-identifiers.ts'
import { stagedTable } from './state-tables.ts'

/**
 * Adds to a staged table every row of the model, changed or not, with its digest as it is compared and the one that
 * it will be remembered by. The model is read again for it, in the same snapshot: this happens once each time that
 * other columns begin to count, and keeps the comparison itself as it is.
 */
export async function stageDigests(
  tx: Transaction,
  { request, columns, digested }: Comparison,
  next: readonly string[],
): Promise<void> {
  const staged = stagedTable(request.syncId)
  await tx.query(`alter table ${staged} add column next_high bigint, add column next_low bigint`)
  await tx.query(
    `
    insert into ${staged} (op, record_id, high, low, next_high, next_low)
    select ${DIGESTED}, coalesce(record_id, $1), high, low, next_high, next_low
    from (${createModelSelect(request.model, columns, digested, next)}) as model`,
    [INVALID_RECORD_ID],
  )
  await restoreSession(tx)
}

const [NEXT_GROUP_HIGH, NEXT_GROUP_LOW] = createGroupDigest('next_high', 'next_low')

const IS_ROW = 'found.count = 1 and known.high = found.high and known.low = found.low'
const IS_GROUP = 'known.high = found.group_high and known.low = found.group_low'

/**
 * Gives every record whose row is as it was staged the digest that it is remembered by from now on; a group of rows
 * that is remembered as one record likewise.
 */
export async function digestAnew(tx: Transaction, staged: string, records: string): Promise<void> {
  await tx.query(`
    update ${records} as known
    set
      high = case when ${IS_ROW} then found.next_high else found.next_group_high end,
      low = case when ${IS_ROW} then found.next_low else found.next_group_low end
    from (
      select
        record_id, count(*) as count, min(high) as high, min(low) as low,
        min(next_high) as next_high, min(next_low) as next_low,
        ${GROUP_HIGH} as group_high, ${GROUP_LOW} as group_low,
        ${NEXT_GROUP_HIGH} as next_group_high, ${NEXT_GROUP_LOW} as next_group_low
      from ${staged} where op = ${DIGESTED} group by record_id
    ) as found
    where known.record_id = found.record_id and (${IS_ROW} or ${IS_GROUP})`)
}
