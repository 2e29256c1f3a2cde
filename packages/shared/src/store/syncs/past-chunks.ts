import type { Queryable } from '../database/database.ts'

/** A chunk of a mapping's syncs, running or ended, with who is in it, sealed. */
export interface PastChunk {
  readonly sync: string
  readonly chunk: number
  readonly fromSeq: number
  /** Of its messageIds. */
  readonly epoch: number
  readonly manifest: Buffer
  /** `open` while its sync runs; `given up` when its sync ended before it was settled. */
  readonly status: 'open' | 'settled' | 'given up'
  /** Positions of rows that the filter kept back. */
  readonly keptBack: readonly number[]
  /** Of one that was given up, the positions of rows that had gone out. */
  readonly goneOut: readonly number[]
  /** When it was settled; null before that. */
  readonly settledAt: string | null
}

/** Where the next page begins. */
export interface PastPlace {
  readonly createdAt: string
  readonly sync: string
  readonly chunk: number
}

interface PastRow {
  sync_id: string
  chunk: number
  from_seq: number
  epoch: number
  manifest: Buffer
  is_settled: boolean
  is_given_up: boolean
  kept_back: readonly number[]
  gone_out: readonly number[]
  settled_at: Date | null
  created: string
}

const listSeqs = (ranges: string): string =>
  `array(select generate_series(lower(part), upper(part) - 1)::float8 from unnest(${ranges}) as part)`

/** A page of the chunks of a mapping whose rows are known, those of its newest sync first; none at the end. */
export async function listPastChunks(
  db: Queryable,
  mapping: string,
  { after, limit }: { readonly after: PastPlace | null; readonly limit: number },
): Promise<{ readonly chunks: readonly PastChunk[]; readonly next: PastPlace | null }> {
  const { rows } = await db.query<PastRow>(
    `select c.sync_id, c.chunk, c.from_seq, (s.plan ->> 'epoch')::bigint as epoch, c.manifest, c.settled_at is not null as is_settled,
       c.settled_at is null and s.finished_at is not null as is_given_up,
       ${listSeqs('c.kept_back')} as kept_back, ${listSeqs('c.gone_out')} as gone_out, c.settled_at, s.created_at::text as created
     from sluice.syncs s join sluice.chunks c on c.sync_id = s.id
     where s.mapping_id = $1 and s.origin <> 'dry_run' and c.manifest is not null
       and ($2::timestamptz is null or (s.created_at, s.id, -c.chunk) < ($2, $3::uuid, -$4::integer))
     order by s.created_at desc, s.id desc, c.chunk limit $5`,
    [mapping, after?.createdAt ?? null, after?.sync ?? null, after?.chunk ?? null, limit],
  )
  const last = rows.at(-1)
  return {
    chunks: rows.map(parseChunk),
    next: last === undefined ? null : { createdAt: last.created, sync: last.sync_id, chunk: last.chunk },
  }
}

function parseChunk(row: PastRow): PastChunk {
  return {
    sync: row.sync_id,
    chunk: row.chunk,
    fromSeq: row.from_seq,
    epoch: row.epoch,
    manifest: row.manifest,
    status: row.is_settled ? 'settled' : row.is_given_up ? 'given up' : 'open',
    keptBack: row.kept_back,
    goneOut: row.gone_out,
    settledAt: row.settled_at?.toISOString() ?? null,
  }
}
