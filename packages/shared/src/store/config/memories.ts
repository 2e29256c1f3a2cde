import type { QueryResultRow } from 'pg'
import type { SyncPlan } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** What the control database knows of the memory that a warehouse keeps of a mapping. */
export interface Memory {
  /** The epoch of what the warehouse remembers. */
  readonly knownEpoch: number
  /** True when a reset was asked for that no sync has carried out. */
  readonly isResetDue: boolean
  /** How often what the warehouse remembers has changed; one that says less is older than this. */
  readonly generation: number
  /** The source whose warehouse keeps it; null before anything was committed. */
  readonly source: string | null
}

/** The next epoch, as SQL: an instant in seconds, so that no backup which is restored makes one come twice. */
export const nextEpoch = (epoch: string): string =>
  `greatest(${epoch} + 1, floor(extract(epoch from now()))::bigint)`

/** What is known of a mapping's memory. One that nobody has met yet has none. */
export async function readMemory(db: Queryable, mapping: string): Promise<Memory> {
  const { rows } = await db.query<Memory & QueryResultRow>(
    `select known_epoch as "knownEpoch", coalesce(m.epoch, memory.epoch) > known_epoch as "isResetDue", generation, source_id as source
     from sluice.memories memory left join sluice.mappings m on m.id = memory.mapping_id where memory.mapping_id = $1`,
    [mapping],
  )
  return rows[0] ?? { knownEpoch: 0, isResetDue: false, generation: 0, source: null }
}

/** What a step of a sync has made of a mapping's memory. */
export interface MemoryChange {
  readonly mapping: string
  readonly source: string
  readonly epoch: number
  /** As the warehouse says it now. */
  readonly generation: number
}

/** Writes down what the warehouse remembers now; what is known already is never taken back. */
export async function recordMemory(db: Queryable, change: MemoryChange): Promise<void> {
  await db.query(
    `update sluice.memories set known_epoch = greatest(known_epoch, $2), epoch = greatest(epoch, $2), source_id = $3, generation = greatest(generation, $4)
     where mapping_id = $1`,
    [change.mapping, change.epoch, change.source, change.generation],
  )
  // A baseline has begun an epoch; a reset that was asked for since is later still.
  await db.query('update sluice.mappings set epoch = $2 where id = $1 and epoch < $2', [
    change.mapping,
    change.epoch,
  ])
}

/** Writes down what the warehouse remembers, before anything is sent: a reset that was due has been carried out. */
export async function recordKnownEpoch(
  db: Queryable,
  mapping: string,
  { epoch, generation }: Pick<MemoryChange, 'epoch' | 'generation'>,
): Promise<void> {
  await db.query(
    'update sluice.memories set known_epoch = $2, generation = greatest(generation, $3) where mapping_id = $1',
    [mapping, epoch, generation],
  )
}

/**
 * A sync goes on in the epoch that the warehouse remembers: the control database is older than the
 * warehouse, or has not known the mapping before. A reset that was asked for since stays asked for.
 */
export async function adoptEpoch(
  db: Queryable,
  sync: { readonly id: string; readonly plan: SyncPlan },
  epoch: number,
): Promise<void> {
  const { plan } = sync
  // Written anew as a whole: what a plan's fields mean depends on the order of their keys, which jsonb would not keep.
  await db.query('update sluice.syncs set plan = $2 where id = $1', [
    sync.id,
    JSON.stringify({ ...plan, epoch }),
  ])
  for (const [table, key] of [
    ['mappings', 'id'],
    ['memories', 'mapping_id'],
  ]) {
    await db.query(`update sluice.${table} set epoch = $3 where ${key} = $1 and epoch = $2`, [
      plan.mapping.id,
      plan.epoch,
      epoch,
    ])
  }
}
