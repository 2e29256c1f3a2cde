import { ROW_LIMIT_BYTES } from './limits.ts'
import type { Transaction } from './open-pool.ts'
import { NEVER_DELIVERED, UNIDENTIFIED_RECORD_ID } from './records.ts'

interface Identifiers {
  /** Quoted name of the staged table. */
  readonly staged: string
  /** Quoted name of the records table. */
  readonly records: string
  /** The SQL of the model's rows, for a second look. */
  readonly modelSelect: string
  /** JSON text of a row of nulls. */
  readonly emptyRow: string
  /** Name of the identifier's column. */
  readonly identifier: string
}

/** The checksum under which a group of rows with one identifier, or none, is remembered: the same for the same rows in any order. */
export const GROUP_DIGEST = `md5(string_agg(checksum, '' order by checksum))`

/**
 * Finds the rows of a staged table whose identifier does not tell them from others. Every row of such a group becomes invalid,
 * none is picked; a group that is exactly as it was committed is left out, as an unchanged row is.
 */
export async function settleIdentifiers(tx: Transaction, identifiers: Identifiers): Promise<void> {
  const { staged, records } = identifiers
  const marked = await markDuplicates(tx, staged)
  if (marked > 0) await closeGaps(tx, staged)
  const { rows } = await tx.query<{ present: boolean }>(
    `select exists (select from ${staged} where op = 'invalid') as present`,
  )
  if (!rows[0]?.present) return
  await dropKnownGroups(tx, staged, records)
  if (marked > 0) await fillRows(tx, identifiers)
  await numberInvalid(tx, staged, records)
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
      select coalesce(record_id, $1) as record_id, ${GROUP_DIGEST} as digest
      from ${staged} where op = 'invalid' group by 1
    ) as found
    join ${records} as known
      on known.record_id = found.record_id and known.checksum in (found.digest, $2 || found.digest)
    where staged.op = 'invalid' and coalesce(staged.record_id, $1) = found.record_id`,
    [UNIDENTIFIED_RECORD_ID, NEVER_DELIVERED],
  )
}

/**
 * Takes a second look at the model for duplicates whose content was not kept, such as the one row of a group that looks
 * unchanged. It is the same snapshot; only a query that makes its values up anew each time gives nothing for them.
 */
async function fillRows(
  tx: Transaction,
  { staged, modelSelect, emptyRow, identifier }: Identifiers,
): Promise<void> {
  const isBare = `staged.op = 'invalid' and staged.row is null`
  const { rows } = await tx.query<{ present: boolean }>(
    `select exists (select from ${staged} as staged where ${isBare}) as present`,
  )
  if (!rows[0]?.present) return
  await tx.query(
    `
    update ${staged} as staged
    set
      row = case
        when octet_length(model.row) > ${ROW_LIMIT_BYTES} then json_build_object($1::text, model.record_id)::text
        else model.row
      end
    from (${modelSelect}) as model
    where ${isBare} and model.record_id = staged.record_id and model.checksum = staged.checksum`,
    [identifier],
  )
  await tx.query(`update ${staged} as staged set row = $1 where ${isBare}`, [emptyRow])
}

async function numberInvalid(tx: Transaction, staged: string, records: string): Promise<void> {
  await tx.query(
    `
    with
      delivered as (select count(*) as total from ${staged} where seq is not null and op <> 'invalid'),
      unidentified as (
        select coalesce((select version from ${records} where record_id = $1), 0) + 1 as version
      ),
      numbered as (
        select staged.ctid as place, total + row_number() over () as seq
        from ${staged} as staged, delivered where op = 'invalid'
      )
    update ${staged} as staged
    set
      seq = numbered.seq,
      version = case when staged.record_id is null then unidentified.version else staged.version end
    from numbered, unidentified
    where staged.ctid = numbered.place`,
    [UNIDENTIFIED_RECORD_ID],
  )
}
