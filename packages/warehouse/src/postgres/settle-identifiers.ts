import { SluiceError } from '@sluice/shared/errors'
import type { Comparison } from './compare.ts'
import { listContentColumns, listContentValues } from './content.ts'
import { createLargeRowCondition } from './large-row.ts'
import { createKnownSelect, createModelSelect } from './model-select.ts'
import type { Transaction } from './open-pool.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import { restoreSession } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** From this many rows on it is worth a failed attempt to prove that no identifier stands twice. */
const PROOF_ROWS = 20_000

/**
 * The digest under which rows with one identifier, or none, are remembered as a group:
 * the same for the same rows in any order.
 */
export function createGroupDigest(high: string, low: string): readonly [high: string, low: string] {
  const text = `string_agg(lpad(to_hex(${high}), 16, '0') || lpad(to_hex(${low}), 16, '0'), '' order by ${high}, ${low}) collate "C"`
  return [`hashtextextended(${text}, 1)`, `hashtextextended(${text}, 2)`]
}
export const [GROUP_HIGH, GROUP_LOW] = createGroupDigest('high', 'low')

/**
 * Finds the rows of a staged table whose identifier does not tell them from others. Every row of such a group
 * becomes invalid, none is picked; a group that is exactly as it was committed is left out, as an unchanged row is.
 */
export async function settleIdentifiers(
  tx: Transaction,
  comparison: Comparison,
  unchanged: number,
): Promise<void> {
  const staged = stagedTable(comparison.request.syncId)
  const { records } = comparison
  await stageHiddenTwins(tx, comparison, unchanged)
  const marked = (await isProvenUnique(tx, staged)) ? 0 : await markDuplicates(tx, staged)
  if (marked > 0) await closeGaps(tx, staged)
  const { rows } = await tx.query<{ present: boolean }>(
    `select exists (select from ${staged} where op = 'invalid') as present`,
  )
  if (!rows[0]?.present) return
  await dropKnownGroups(tx, staged, records)
  if (marked > 0) await fillRows(tx, comparison)
  await numberInvalid(tx, staged, records)
}

/**
 * Stages the unchanged rows that share their identifier with another row. They leave a trace in the counts alone:
 * every known record is either met by one unchanged row or staged as updated or deleted, so with more unchanged
 * rows than that leaves, some record was met twice. Only then the model is read again, in the same snapshot.
 */
async function stageHiddenTwins(
  tx: Transaction,
  { request, records, columns, content, digested, known }: Comparison,
  unchanged: number,
): Promise<void> {
  if (unchanged === 0) return
  const staged = stagedTable(request.syncId)
  const { rows } = await tx.query<{ changed: number }>(
    `select count(distinct record_id) as changed from ${staged} where was_known`,
  )
  if (unchanged <= known - (rows[0]?.changed ?? 0)) return

  const select = createModelSelect(request.model, columns, digested)
  const names = listContentColumns(content)
  const { rowCount } = await tx.query(
    `
    insert into ${staged} (op, code, record_id, high, low, version, was_known, size, is_whole, ${names.join(', ')})
    select
      'invalid', 'identifier_duplicate', model.record_id, model.high, model.low, known.version + 1, true, model.size,
      not (${createLargeRowCondition(columns, content, 'model')}), ${listContentValues(content, 'model').join(', ')}
    from (${select}) as model
    join (${createKnownSelect(records, '$1')}) as known on known.record_id = model.record_id
    where known.high = model.high and known.low = model.low and known.in_doubt is null
      and model.record_id in (
        select record_id from (${select}) as model where record_id is not null group by record_id having count(*) > 1
      )`,
    [INVALID_RECORD_ID],
  )
  await restoreSession(tx)
  if (rowCount === 0) {
    throw new SluiceError(
      'query_failed',
      `model ${request.modelId}: rows share an identifier, and the query gives other rows each time that it runs: make it give the same`,
    )
  }
}

/**
 * True when an index proves that no two rows have the same identifier, which is faster than
 * to count them. It is one of hashes, so that the server's log of a failed attempt tells no
 * identifier; two that share a hash by chance are told apart when they are counted.
 */
async function isProvenUnique(tx: Transaction, staged: string): Promise<boolean> {
  const { rows } = await tx.query<{ many: boolean }>(
    `select exists (select from ${staged} offset ${PROOF_ROWS}) as many`,
  )
  if (!rows[0]?.many) return false
  await tx.query('savepoint proof')
  try {
    await tx.query(
      `create unique index proof on ${staged} (hashtextextended(record_id, 0)) where record_id is not null`,
    )
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error
    return false
  } finally {
    // The proof itself is not needed any more, and would be kept up with every update.
    await tx.query('rollback to savepoint proof')
  }
}

async function markDuplicates(tx: Transaction, staged: string): Promise<number> {
  // A record that has vanished stands alone by its nature, and a row without an identifier is invalid already.
  const { rowCount } = await tx.query(`
    update ${staged} as staged set op = 'invalid', code = 'identifier_duplicate'
    from (
      select record_id from ${staged} where record_id is not null group by record_id having count(*) > 1
    ) as duplicate
    where staged.record_id = duplicate.record_id`)
  return rowCount ?? 0
}

/** Moves the last rows to deliver to the places that duplicates have left, so that the others count on without gaps. */
async function closeGaps(tx: Transaction, staged: string): Promise<void> {
  await tx.query(`
    with
      remaining as (select count(*) as total from ${staged} where seq is not null and op <> 'invalid'),
      gap as (
        select seq, row_number() over () as n from ${staged}, remaining where seq <= total and op = 'invalid'
      ),
      mover as (
        select staged.ctid as place, row_number() over () as n
        from ${staged} as staged, remaining where seq > total and op <> 'invalid'
      )
    update ${staged} as staged set seq = gap.seq
    from gap join mover using (n)
    where staged.ctid = mover.place`)
}

async function dropKnownGroups(tx: Transaction, staged: string, records: string): Promise<void> {
  await tx.query(
    `
    delete from ${staged} as staged
    using (
      select coalesce(record_id, $1) as record_id, ${GROUP_HIGH} as high, ${GROUP_LOW} as low
      from ${staged} where op = 'invalid' group by 1
    ) as found
    join ${records} as known using (record_id, high, low)
    where staged.op = 'invalid' and coalesce(staged.record_id, $1) = found.record_id`,
    [INVALID_RECORD_ID],
  )
}

/**
 * Takes a second look at the model for duplicates whose content was not kept because the trigger does not ask for
 * them. It is the same snapshot; only a query that makes its values up anew each time gives nothing for them.
 */
async function fillRows(tx: Transaction, { request, columns, content, digested }: Comparison): Promise<void> {
  const staged = stagedTable(request.syncId)
  const isBare = `staged.code = 'identifier_duplicate' and not staged.is_whole`
  const { rows } = await tx.query<{ present: boolean }>(
    `select exists (select from ${staged} as staged where ${isBare}) as present`,
  )
  if (!rows[0]?.present) return
  const names = listContentColumns(content)
  const values = listContentValues(content, 'model')
  await tx.query(`
    update ${staged} as staged set is_whole = true, ${names.map((name, index) => `${name} = ${values[index]}`).join(', ')}
    from (${createModelSelect(request.model, columns, digested)}) as model
    where ${isBare} and model.record_id = staged.record_id and model.high = staged.high and model.low = staged.low
      and not (${createLargeRowCondition(columns, content, 'model')})`)
  await restoreSession(tx)
}

async function numberInvalid(tx: Transaction, staged: string, records: string): Promise<void> {
  await tx.query(
    `
    with
      delivered as (select count(*) as total from ${staged} where seq is not null and op <> 'invalid'),
      invalid as (
        select coalesce((select version from ${records} as known where record_id = $1), 0) + 1 as version
      ),
      numbered as (
        select staged.ctid as place, total + row_number() over () as seq
        from ${staged} as staged, delivered where op = 'invalid'
      )
    update ${staged} as staged
    set
      seq = numbered.seq,
      version = case when staged.record_id is null then invalid.version else staged.version end
    from numbered, invalid
    where staged.ctid = numbered.place`,
    [INVALID_RECORD_ID],
  )
}
