import type { QueryResultRow } from 'pg'
import type { Queryable } from '../database/database.ts'
import { moveLetter } from '../dead-letters/letter-history.ts'
import type { ChunkUsage } from './settle-chunk.ts'
import { before } from './statuses.ts'

/** A numbered slice of a sync's staged rows, from 1; the rows to deliver with fromSeq <= seq <= toSeq. */
export interface Chunk {
  readonly sync: string
  readonly chunk: number
  readonly fromSeq: number
  readonly toSeq: number
  readonly rows: number
}

/** Staged rows with fromSeq <= seq <= toSeq. */
export interface SeqRange {
  readonly fromSeq: number
  readonly toSeq: number
}

interface ChunkRow {
  sync_id: string
  chunk: number
  from_seq: number
  to_seq: number
  rows: number
}

const COLUMNS = 'sync_id, chunk, from_seq, to_seq, rows'

/**
 * Writes down that a chunk was cut, with who is in it, before it is enqueued; a repeat changes nothing. False when
 * its sync does not deliver any more, or another extractor has cut there otherwise: then the chunk is not wanted.
 */
export async function recordChunk(
  db: Queryable,
  chunk: Chunk,
  manifest: Buffer | null = null,
): Promise<boolean> {
  const { rows } = await db.query<{ wanted: boolean }>(
    `with sync as (
       select id from sluice.syncs where id = $1 and status in ${before('cut')} for share
     ), added as (
       insert into sluice.chunks (${COLUMNS}, manifest) select id, $2, $3, $4, $5, $6 from sync
       on conflict (sync_id, chunk) do update set chunk = excluded.chunk returning from_seq, to_seq
     )
     select exists (select from added where from_seq = $3 and to_seq = $4) as wanted`,
    [chunk.sync, chunk.chunk, chunk.fromSeq, chunk.toSeq, chunk.rows, manifest],
    'record_chunk',
  )
  return rows[0]?.wanted ?? false
}

/** The chunk that was cut last, or null: where a resumed sync goes on. */
export async function readLastChunk(db: Queryable, sync: string): Promise<Chunk | null> {
  const { rows } = await db.query<ChunkRow>(
    `select ${COLUMNS} from sluice.chunks where sync_id = $1 order by chunk desc limit 1`,
    [sync],
  )
  return rows[0] === undefined ? null : parseChunk(rows[0])
}

/**
 * How long ago a chunk was cut, or last had to wait for calls of the next month, in ms by the clock of the database,
 * while nobody has settled it and its sync still delivers; null when its work is not wanted.
 */
export async function readOpenChunkAge(db: Queryable, sync: string, chunk: number): Promise<number | null> {
  const { rows } = await db.query<{ age_ms: number }>(
    `select extract(epoch from clock_timestamp() - greatest(c.enqueued_at, (
       select max(held_at) from sluice.reserved_calls where sync_id = $1 and chunk = $2
     )))::double precision * 1000 as age_ms
     from sluice.chunks c join sluice.syncs s on s.id = c.sync_id
     where c.sync_id = $1 and c.chunk = $2 and c.status = 'open' and s.status = 'delivering'`,
    [sync, chunk],
    'read_open_chunk',
  )
  return rows[0]?.age_ms ?? null
}

/** True while nobody has settled the chunk and its sync still delivers: its work is wanted. */
export async function isChunkOpen(db: Queryable, sync: string, chunk: number): Promise<boolean> {
  return (await readOpenChunkAge(db, sync, chunk)) !== null
}

/** How many chunks of a sync are under way. */
export async function countOpenChunks(db: Queryable, sync: string): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    `select count(*) as open from sluice.chunks where sync_id = $1 and status = 'open'`,
    [sync],
    'count_open_chunks',
  )
  return rows[0]?.open ?? 0
}

/** Open chunks of a sync that were enqueued longer ago than `ageMs`, in order. */
export async function listOpenChunks(db: Queryable, sync: string, ageMs: number): Promise<readonly Chunk[]> {
  const { rows } = await db.query<ChunkRow>(
    `select ${COLUMNS} from sluice.chunks
     where sync_id = $1 and status = 'open' and enqueued_at <= now() - make_interval(secs => $2::double precision / 1000)
     order by chunk`,
    [sync, ageMs],
  )
  return rows.map(parseChunk)
}

/**
 * First and last staged row of what has gone out of a sync for sure: chunks that have
 * settled, and what is known of others. What follows each other is one range.
 */
export async function listSettledRanges(db: Queryable, sync: string): Promise<readonly SeqRange[]> {
  const { rows } = await db.query<SeqRange & QueryResultRow>(
    `select lower(range) as "fromSeq", upper(range) - 1 as "toSeq"
     from (
       select unnest(range_agg(case when status = 'settled' then int8multirange(int8range(from_seq, to_seq, '[]')) else gone_out end)) as range
       from sluice.chunks where sync_id = $1
     ) as ranges order by 1`,
    [sync],
  )
  return rows
}

/**
 * Closes the books of an ended sync's open chunks: what is not known to have gone out
 * by now is in doubt, whatever comes later.
 */
export async function closeOpenChunks(db: Queryable, sync: string): Promise<void> {
  await db.query(
    `update sluice.chunks set gone_out = '{}' where sync_id = $1 and status = 'open' and gone_out is null`,
    [sync],
  )
}

/**
 * Writes down which rows of a chunk had gone out before its sync was canceled or failed; nothing of one that has
 * settled, or is remembered already. What of them was not counted counts as usage; of a requeue, the letters that went
 * out are delivered.
 */
export async function recordGoneOut(
  db: Queryable,
  { sync, chunk }: { readonly sync: string; readonly chunk: number },
  seqs: readonly number[],
  usage: ChunkUsage,
): Promise<void> {
  await db.query(
    `with gone as (
       update sluice.chunks c
       set delivered = cardinality($3::bigint[]),
         gone_out = (select range_agg(int8range(seq, seq, '[]')) from unnest($3::bigint[]) as seq)
       from sluice.syncs s
       where c.sync_id = $1 and c.chunk = $2 and c.status = 'open' and c.gone_out is null
         and s.id = c.sync_id and s.status in ${before('finalize')}
       returning s.id, s.origin
     ), counted as (
       insert into sluice.deliveries (destination_id, delivered, users)
       select $4, delivered, $5 from (
         select cardinality($3::bigint[]) - (
           select coalesce(sum(upper(part) - lower(part)), 0) from sluice.reserved_calls, unnest(made) as part
           where sync_id = gone.id and chunk = $2
         ) as delivered from gone
       ) as counts where delivered > 0
     )
     update sluice.dead_letters letter set ${moveLetter('delivered', `jsonb_build_object('sync', $1::text)`)}
     from gone
     where gone.origin = 'requeue' and letter.requeue_sync = gone.id and letter.requeue_seq = any ($3::bigint[])
       and letter.status = 'requeued'`,
    [sync, chunk, seqs, usage.destination, usage.users],
  )
}

/** A chunk of an ended sync with who is in it, sealed; null for one that was cut before manifests were kept. */
export interface KeptChunk extends Chunk {
  readonly isSettled: boolean
  readonly manifest: Buffer | null
  /** Of one that has not settled, the positions of rows that had gone out. */
  readonly goneOut: readonly number[]
}

/** The first chunk of a sync after `afterChunk`, with its manifest; null at the end. */
export async function readKeptChunk(
  db: Queryable,
  sync: string,
  afterChunk: number,
): Promise<KeptChunk | null> {
  const { rows } = await db.query<
    ChunkRow & { is_settled: boolean; manifest: Buffer | null; gone_out: readonly number[] }
  >(
    `select ${COLUMNS}, status = 'settled' as is_settled, manifest, array (
       select generate_series(lower(part), upper(part) - 1)::float8 from unnest(gone_out) as part
     ) as gone_out
     from sluice.chunks
     where sync_id = $1 and chunk > $2 order by chunk limit 1`,
    [sync, afterChunk],
  )
  const [row] = rows
  if (row === undefined) return null
  const { is_settled: isSettled, manifest, gone_out: goneOut } = row
  return { ...parseChunk(row), isSettled, manifest, goneOut }
}

/**
 * A page of the staged rows that the filter kept back, in order: those of `chunks`
 * chunks after `afterChunk`; null at the end.
 */
export async function readKeptBack(
  db: Queryable,
  sync: string,
  { afterChunk, chunks }: { readonly afterChunk: number; readonly chunks: number },
): Promise<{ readonly seqs: readonly number[]; readonly lastChunk: number } | null> {
  const { rows } = await db.query<{ seqs: readonly number[]; last_chunk: number | null }>(
    `with page as (
       select chunk, kept_back from sluice.chunks
       where sync_id = $1 and chunk > $2 and kept_back is not null order by chunk limit $3
     )
     select (select max(chunk) from page) as last_chunk, array (
       select generate_series(lower(kept), upper(kept) - 1)::float8 from page, unnest(kept_back) as kept order by 1
     ) as seqs`,
    [sync, afterChunk, chunks],
  )
  const [page] = rows
  return page === undefined || page.last_chunk === null
    ? null
    : { seqs: page.seqs, lastChunk: page.last_chunk }
}

function parseChunk(row: ChunkRow): Chunk {
  return { sync: row.sync_id, chunk: row.chunk, fromSeq: row.from_seq, toSeq: row.to_seq, rows: row.rows }
}
