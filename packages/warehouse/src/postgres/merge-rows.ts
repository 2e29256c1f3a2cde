import type { SeqRange } from '../port.ts'
import type { Transaction } from './open-pool.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import { GROUP_HIGH, GROUP_LOW } from './settle-identifiers.ts'

const IN_RANGES = `exists (
      select from unnest($1::bigint[], $2::bigint[]) as range (from_seq, to_seq)
      where staged.seq between range.from_seq and range.to_seq
    )`

/**
 * Remembers of rows that may have gone out just that: what they would have been, in the
 * version that they would have had. Whatever has become of them is staged by the next sync.
 */
export async function markInDoubt(
  tx: Transaction,
  staged: string,
  records: string,
  ranges: readonly SeqRange[],
  syncNumber: number | null,
): Promise<void> {
  await tx.query(
    `
    insert into ${records} (record_id, high, low, version, known, in_doubt, sync)
    select record_id, high, low, version, true, op, $3::int from ${staged} as staged
    where op <> 'invalid' and ${IN_RANGES}
    ${AS_IN_DOUBT}`,
    [ranges.map(({ fromSeq }) => fromSeq), ranges.map(({ toSeq }) => toSeq), syncNumber],
  )
}

/** What becomes of a record of which a version may have gone out. */
export const AS_IN_DOUBT = `
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      known = true,
      in_doubt = excluded.in_doubt,
      kept_back = null,
      sync = excluded.sync,
      deleted_at = null`

/**
 * Takes the rows to deliver that are in none of the ranges out of the staged table:
 * they stay as they were last committed.
 */
export async function keepOnly(tx: Transaction, staged: string, only: readonly SeqRange[]): Promise<void> {
  await tx.query(
    `delete from ${staged} as staged where op <> 'invalid' and seq is not null and not ${IN_RANGES}`,
    [only.map(({ fromSeq }) => fromSeq), only.map(({ toSeq }) => toSeq)],
  )
}

/**
 * Makes rows that the filter kept back like those that no trigger asked for: without a place among those that go out.
 */
export async function keepBack(tx: Transaction, staged: string, seqs: readonly number[]): Promise<void> {
  await tx.query(
    `update ${staged} as staged set seq = null from unnest($1::bigint[]) as kept (seq)
     where staged.seq = kept.seq and op <> 'invalid'`,
    [seqs],
  )
}

/** What is merged into what. */
export interface Merge {
  readonly staged: string
  readonly records: string
  /** Positions of rows that became dead letters. */
  readonly dead: readonly number[]
  /** True when what was not asked for counts as sent. */
  readonly isBaseline: boolean
  /** The number of the sync. */
  readonly syncNumber: number | null
}

/** True, as SQL, for a staged row that has gone out. */
const HAS_GONE_OUT = 'staged.seq is not null and staged.seq <> all ($1::bigint[])'

/** A version above 1 says that the record is known. */
export async function mergeDeltas(
  tx: Transaction,
  { staged, records, dead, isBaseline, syncNumber }: Merge,
): Promise<void> {
  // Who receives the record has never heard of one that was kept back as added: it
  // still is, or it is nothing to be deleted.
  const keptBack = `
        case
          when staged.seq is not null then null
          when known.kept_back = 'added' then case when staged.op <> 'deleted' then 'added' end
          else staged.op
        end`
  await tx.query(
    `
    update ${records} as known
    set
      high = staged.high,
      low = staged.low,
      version = staged.version,
      delivered = case when ${HAS_GONE_OUT} then staged.version else known.delivered end,
      known = true,
      in_doubt = null,
      kept_back = ${isBaseline ? 'null' : keptBack},
      sync = $2::int,
      deleted_at = case when staged.op = 'deleted' then now() end
    from ${staged} as staged
    where staged.op <> 'invalid' and staged.version > 1 and known.record_id = staged.record_id`,
    [dead, syncNumber],
  )
}

// The first version of a record that is there already: it may have gone out before, or was sent in an earlier epoch.
const AS_FIRST = `
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      delivered = excluded.delivered,
      known = true,
      in_doubt = null,
      kept_back = excluded.kept_back,
      sync = excluded.sync,
      deleted_at = excluded.deleted_at`

interface Insertion extends Merge {
  /**
   * Name of the primary key, when the table is empty: an index made at once is faster,
   * and smaller, than one that grows row by row.
   */
  readonly key: string | null
}

export async function insertNew(
  tx: Transaction,
  { staged, records, dead, isBaseline, syncNumber, key }: Insertion,
): Promise<void> {
  if (key !== null) await tx.query(`alter table ${records} drop constraint ${key}`)
  const keptBack = isBaseline ? 'null' : 'case when seq is null then op end'
  await tx.query(
    `
    insert into ${records} (record_id, high, low, version, known, delivered, kept_back, deleted_at, sync)
    select
      record_id, high, low, version, true, case when ${HAS_GONE_OUT} then version end, ${keptBack},
      case when op = 'deleted' then now() end, $2::int
    from ${staged} as staged where op <> 'invalid' and version = 1
    ${key === null ? AS_FIRST : ''}`,
    [dead, syncNumber],
  )
  if (key !== null) await tx.query(`alter table ${records} add constraint ${key} primary key (record_id)`)
}

/**
 * A group of rows with one identifier, or none, is remembered as one record, so that it
 * is reported again only when it changes. A record that was never delivered is marked
 * as such: it is added when it is mended, and no loss when it goes.
 */
export async function mergeInvalid(
  tx: Transaction,
  { staged, records, syncNumber }: Pick<Merge, 'staged' | 'records' | 'syncNumber'>,
): Promise<void> {
  await tx.query(
    `
    insert into ${records} as before (record_id, high, low, version, known, sync)
    select coalesce(record_id, $1), ${GROUP_HIGH}, ${GROUP_LOW}, max(version), false, $2::int
    from ${staged} where op = 'invalid' group by 1
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      sync = excluded.sync,
      deleted_at = null,
      known = before.known and before.deleted_at is null`,
    [INVALID_RECORD_ID, syncNumber],
  )
}
