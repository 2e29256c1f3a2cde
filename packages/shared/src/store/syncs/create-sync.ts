import type { BodiesReader, SyncPlan, SyncOrigin } from '../../domain/index.ts'
import { SluiceError } from '../../errors/index.ts'
import type { Database, Queryable } from '../database/database.ts'
import { parseMapping, type MappingRow } from '../config/mappings.ts'
import { nextEpoch } from '../config/memories.ts'
import { refuseUnknownMapping } from '../config/refuse-unknown-config.ts'
import { parseModel, type ModelRow } from '../config/models.ts'
import { listMappingsToRequeue, takeLetters } from '../dead-letters/requeued-letters.ts'
import { endDryRun, MAKES_WAY } from './dry-runs.ts'
import { RUNNING } from './statuses.ts'
import { readRunningSync, readSync, type SyncRecord } from './syncs.ts'

/** What to sync, and why. */
export interface SyncRequest {
  readonly mapping: string
  readonly origin: SyncOrigin
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
  /** Lets an unusual number of updates pass. */
  readonly allowUpdates?: boolean
  /** Goes on without columns that the mapping reads and the model does not have any more. */
  readonly allowMissingColumns?: boolean
  /** Of a dry run: who gets the bodies of its requests. */
  readonly bodiesTo?: BodiesReader
}

/**
 * Starts the one running sync of a mapping, with a plan of the config as it is now; refuses a second one. A dry run
 * makes way for any other.
 */
export async function createSync(db: Queryable, request: SyncRequest): Promise<SyncRecord> {
  const plan = await readPlan(db, request)
  const { rows } = await db.query<{ id: string }>(
    // Waits for whoever removes the mapping just now, and then starts nothing.
    `insert into sluice.syncs (mapping_id, mapping_version, plan, origin)
     select id, $2, $3, $4 from sluice.mappings where id = $1 for key share
     on conflict (mapping_id) where status in ${RUNNING} do nothing returning id`,
    [request.mapping, plan.mappingVersion, JSON.stringify(plan), request.origin],
  )
  const [created] = rows
  if (created !== undefined) return readSyncOrThrow(db, created.id)

  const running = await readRunningSync(db, request.mapping)
  if (running?.origin === 'dry_run' && request.origin !== 'dry_run') {
    await endDryRun(db, running.id, MAKES_WAY)
    return createSync(db, request)
  }
  if (running === null) await readPlan(db, request)
  throw new SluiceError(
    'sync_running',
    `mapping ${request.mapping} has a running sync already${running ? ` (${running.id}, ${running.status})` : ''}: wait for it to end`,
  )
}

/**
 * Starts a sync of the mapping's requeued letters, if there are any to take; refuses while another of the mapping runs.
 */
export function createRequeue(db: Database, mapping: string): Promise<SyncRecord | null> {
  return db.transaction(async (tx) => {
    const pending = await listMappingsToRequeue(tx)
    if (!pending.includes(mapping)) return null
    const sync = await createSync(tx, { mapping, origin: 'requeue' })
    await takeLetters(tx, mapping, sync.id)
    return sync
  })
}

/** What a plan is made of. */
interface PlannedRow {
  mapping: MappingRow
  model: ModelRow
  next_epoch: number
  destination: string
  destination_enabled: boolean
}

/** The plan of a sync that would start now; refuses what is unknown, and to send what is switched off. */
async function readPlan(db: Queryable, request: SyncRequest): Promise<SyncPlan> {
  const { mapping: mappingId, origin } = request
  // Rows as they are at one moment, in one statement; as JSON, which keeps those of two tables apart.
  const { rows } = await db.query<PlannedRow>(
    `select to_json(m) as mapping, to_json(mo) as model, ${nextEpoch('m.epoch')} as next_epoch,
       d.id as destination, d.enabled as destination_enabled
     from sluice.mappings m
     join sluice.models mo on mo.id = m.model_id
     join sluice.destinations d on d.id = m.destination_id
     where m.id = $1`,
    [mappingId],
  )
  const [row] = rows
  if (row === undefined) return refuseUnknownMapping(db, mappingId)
  const sends = origin !== 'baseline' && origin !== 'dry_run'
  if (sends && !row.mapping.enabled) {
    throw new SluiceError('mapping_disabled', `mapping ${mappingId} is disabled`, {
      subject: { kind: 'mapping', id: mappingId },
    })
  }
  if (sends && !row.destination_enabled) {
    throw new SluiceError(
      'destination_disabled',
      `destination ${row.destination} of mapping ${mappingId} is disabled`,
      { subject: { kind: 'destination', id: row.destination } },
    )
  }
  return {
    mapping: parseMapping(row.mapping),
    mappingVersion: row.mapping.version,
    // What is taken as sent was never sent under an id of the epoch before.
    epoch: origin === 'baseline' ? row.next_epoch : row.mapping.epoch,
    model: parseModel(row.model),
    ...(request.allowDeletes === true ? { allowDeletes: true } : {}),
    ...(request.allowUpdates === true ? { allowUpdates: true } : {}),
    ...(request.allowMissingColumns === true ? { allowMissingColumns: true } : {}),
    ...(request.bodiesTo === undefined ? {} : { bodiesTo: request.bodiesTo }),
  }
}

async function readSyncOrThrow(db: Queryable, id: string): Promise<SyncRecord> {
  const sync = await readSync(db, id)
  if (sync === null) throw new SluiceError('sync_unknown', `there is no sync ${id}`)
  return sync
}
