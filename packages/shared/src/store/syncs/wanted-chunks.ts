import type { Queryable } from '../database/database.ts'

/** What tells one chunk from every other. */
interface ChunkKey {
  readonly sync: string
  readonly chunk: number
}

/** Which of the chunks that were asked for are still to be delivered. */
export interface WantedChunks {
  /** When the question was answered, by the clock of the database (epoch). */
  readonly atMs: number
  has(chunk: ChunkKey): boolean
}

/** Asks for many chunks at once: wanted is one that nobody has settled and whose sync still delivers. */
export async function readWantedChunks(db: Queryable, chunks: readonly ChunkKey[]): Promise<WantedChunks> {
  const { rows } = await db.query<{ at_ms: number; wanted: readonly string[] }>(
    `select extract(epoch from clock_timestamp())::double precision * 1000 as at_ms, array(
       select c.sync_id || ' ' || c.chunk
       from unnest($1::uuid[], $2::int[]) as asked (sync_id, chunk)
       join sluice.chunks c on c.sync_id = asked.sync_id and c.chunk = asked.chunk
       join sluice.syncs s on s.id = c.sync_id
       where c.status = 'open' and s.status = 'delivering'
     ) as wanted`,
    [chunks.map(({ sync }) => sync), chunks.map(({ chunk }) => chunk)],
    'read_wanted_chunks',
  )
  const [row] = rows
  const wanted = new Set(row?.wanted)
  return { atMs: row?.at_ms ?? 0, has: ({ sync, chunk }) => wanted.has(`${sync} ${chunk}`) }
}
