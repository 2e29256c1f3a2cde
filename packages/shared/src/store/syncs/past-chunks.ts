import type { Queryable } from '../database/database.ts'

/** What tells one chunk from every other. */
export interface PastPlace {
  readonly sync: string
  readonly chunk: number
}

/** A chunk of a mapping's syncs, running or ended, with who is in it, sealed. */
export interface PastChunk extends PastPlace {
  readonly fromSeq: number
  /** Of its messageIds. */
  readonly epoch: number
  readonly manifest: Buffer
  /** `open` while its sync runs; `given up` when its sync ended before it was settled. */
  readonly status: 'open' | 'settled' | 'given up'
  /** True for the position of a row that the filter kept back. */
  readonly isKeptBack: (seq: number) => boolean
  /** True, in one that was given up, for the position of a row that had gone out. */
  readonly isGoneOut: (seq: number) => boolean
  /** When it was settled; null before that. */
  readonly settledAt: string | null
  /** True where some of its rows died so long ago that their letters may not be kept any more. */
  readonly hasOldDead: boolean
}

interface PastRow {
  sync_id: string
  chunk: number
  from_seq: number
  epoch: number
  manifest: Buffer
  is_given_up: boolean
  kept_back: string | null
  gone_out: string | null
  settled_at: Date | null
  has_old_dead: boolean
}

/** A little less than closed letters are kept. */
const LETTERS_KEPT = `interval '89 days'`

/** The chunks of a mapping whose rows are known, those of its newest sync first. */
export async function listPastPlaces(db: Queryable, mapping: string): Promise<readonly PastPlace[]> {
  const { rows } = await db.query<{ sync_id: string; chunk: number }>(
    `select c.sync_id, c.chunk from sluice.syncs s join sluice.chunks c on c.sync_id = s.id
     where s.mapping_id = $1 and s.origin <> 'dry_run' and c.manifest is not null
     order by s.created_at desc, s.id, c.chunk`,
    [mapping],
  )
  return rows.map(({ sync_id: sync, chunk }) => ({ sync, chunk }))
}

/** These chunks, in their order; those that are not kept any more are left out. */
export async function listPastChunks(
  db: Queryable,
  places: readonly PastPlace[],
): Promise<readonly PastChunk[]> {
  const { rows } = await db.query<PastRow>(
    `select c.sync_id, c.chunk, c.from_seq, (s.plan ->> 'epoch')::bigint as epoch, c.manifest, c.settled_at,
       c.settled_at is null and s.finished_at is not null as is_given_up, c.kept_back::text, c.gone_out::text,
       c.dead + c.invalid > 0 and coalesce(c.settled_at < now() - ${LETTERS_KEPT}, false) as has_old_dead
     from unnest($1::uuid[], $2::integer[]) with ordinality as place (sync_id, chunk, at)
     join sluice.chunks c on c.sync_id = place.sync_id and c.chunk = place.chunk
     join sluice.syncs s on s.id = c.sync_id
     order by place.at`,
    [places.map(({ sync }) => sync), places.map(({ chunk }) => chunk)],
  )
  return rows.map((row) => ({
    sync: row.sync_id,
    chunk: row.chunk,
    fromSeq: row.from_seq,
    epoch: row.epoch,
    manifest: row.manifest,
    status: row.settled_at !== null ? 'settled' : row.is_given_up ? 'given up' : 'open',
    isKeptBack: (seq) => isInRanges(row.kept_back, seq),
    isGoneOut: (seq) => isInRanges(row.gone_out, seq),
    settledAt: row.settled_at?.toISOString() ?? null,
    hasOldDead: row.has_old_dead,
  }))
}

/** True for a position in a multirange, as PostgreSQL writes it: `{[1,4),[7,8)}`. */
function isInRanges(ranges: string | null, seq: number): boolean {
  return [...(ranges ?? '').matchAll(/\[(\d+),(\d+)\)/g)].some(
    ([, from, to]) => Number(from) <= seq && seq < Number(to),
  )
}
