import { DIGESTED } from '../delta/digested-op.ts'
import { INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import type { SeqRange } from '../port.ts'
import type { Session } from './session.ts'
import { GROUP_DIGEST } from './settle-identifiers.ts'

// A list is bound as the text of one.
const IN_RANGES = `exists (
      from (select unnest(cast($1 as bigint[])) as from_seq, unnest(cast($2 as bigint[])) as to_seq) as range
      where staged.seq between range.from_seq and range.to_seq
    )`

/** What becomes of a record of which a version may have gone out. */
export const AS_IN_DOUBT = `update set
      digest = found.digest,
      version = found.version,
      known = true,
      in_doubt = found.op,
      kept_back = null,
      sync = found.sync,
      deleted_at = null`

/**
 * Remembers of rows that may have gone out just that: what they would have been, in the version that they would have
 * had. Whatever has become of them is staged by the next sync.
 */
export async function markInDoubt(
  session: Session,
  staged: string,
  records: string,
  ranges: readonly SeqRange[],
  syncNumber: number | null,
): Promise<void> {
  await session.run(
    `merge into ${records} as known
    using (
      select record_id, digest, version, op, $3::integer as sync from ${staged} as staged
      where op <> 'invalid' and ${IN_RANGES}
    ) as found
    on known.record_id = found.record_id
    when matched then ${AS_IN_DOUBT}
    when not matched then insert (record_id, digest, version, known, in_doubt, sync)
      values (found.record_id, found.digest, found.version, true, found.op, found.sync)`,
    [...bindRanges(ranges), syncNumber],
  )
}

/**
 * Takes the rows to deliver that are in none of the ranges out of the staged table: they stay as they were last
 * committed.
 */
export async function keepOnly(session: Session, staged: string, only: readonly SeqRange[]): Promise<void> {
  await session.run(
    `delete from ${staged} as staged where op <> 'invalid' and seq is not null and not ${IN_RANGES}`,
    bindRanges(only),
  )
}

/**
 * Makes rows that the filter kept back like those that no trigger asked for: without a place among those that go out.
 */
export async function keepBack(session: Session, staged: string, seqs: readonly number[]): Promise<void> {
  await session.run(
    `update ${staged} set seq = null where op <> 'invalid' and seq in (select unnest(cast($1 as bigint[])))`,
    [JSON.stringify(seqs)],
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

/**
 * Version 1 is the first of a record that may be there already: it may have gone out before, or was sent in an
 * earlier epoch, and nothing of that counts. A later version says that the record is known; who receives it has never
 * heard of one that was kept back as added: it still is, or it is nothing to be deleted.
 */
export async function mergeDeltas(
  session: Session,
  { staged, records, dead, isBaseline, syncNumber }: Merge,
): Promise<void> {
  const keptBack = `
        case
          when found.seq is not null then null
          when found.version > 1 and known.kept_back = 'added' then case when found.op <> 'deleted' then 'added' end
          else found.op
        end`
  await session.run(
    `merge into ${records} as known
    using (
      select
        record_id, digest, version, op, seq,
        case when seq is not null and seq not in (select unnest(cast($1 as bigint[]))) then version end as delivered,
        case when op = 'deleted' then now()::timestamp end as deleted_at, $2::integer as sync
      from ${staged} where op not in ('invalid', ${DIGESTED})
    ) as found
    on known.record_id = found.record_id
    when matched then update set
      digest = found.digest,
      version = found.version,
      delivered = case when found.version = 1 then found.delivered else coalesce(found.delivered, known.delivered) end,
      known = true,
      in_doubt = null,
      kept_back = ${isBaseline ? 'null' : keptBack},
      sync = found.sync,
      deleted_at = found.deleted_at
    when not matched and found.version = 1 then insert
      (record_id, digest, version, known, delivered, kept_back, deleted_at, sync)
      values (
        found.record_id, found.digest, found.version, true, found.delivered,
        ${isBaseline ? 'null' : 'case when found.seq is null then found.op end'}, found.deleted_at, found.sync
      )`,
    [JSON.stringify(dead), syncNumber],
  )
}

/**
 * A group of rows with one identifier, or none, is remembered as one record, so that it is reported again only when
 * it changes. A record that was never delivered is marked as such: it is added when it is mended, and no loss when it
 * goes.
 */
export async function mergeInvalid(
  session: Session,
  { staged, records, syncNumber }: Pick<Merge, 'staged' | 'records' | 'syncNumber'>,
): Promise<void> {
  await session.run(
    `merge into ${records} as known
    using (
      select coalesce(record_id, $1) as record_id, ${GROUP_DIGEST} as digest, max(version) as version,
        $2::integer as sync
      from ${staged} where op = 'invalid' group by 1
    ) as found
    on known.record_id = found.record_id
    when matched then update set
      digest = found.digest,
      version = found.version,
      known = known.known and known.deleted_at is null,
      sync = found.sync,
      deleted_at = null
    when not matched then insert (record_id, digest, version, known, sync)
      values (found.record_id, found.digest, found.version, false, found.sync)`,
    [INVALID_RECORD_ID, syncNumber],
  )
}

function bindRanges(ranges: readonly SeqRange[]): readonly string[] {
  return [
    JSON.stringify(ranges.map(({ fromSeq }) => fromSeq)),
    JSON.stringify(ranges.map(({ toSeq }) => toSeq)),
  ]
}
