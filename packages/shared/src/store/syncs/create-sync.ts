import type { SyncPlan, SyncTrigger } from '../../domain/index.ts'
import { SluiceError } from '../../errors/index.ts'
import type { Database, Queryable } from '../database/database.ts'
import { nextEpoch } from '../config/memories.ts'
import { listMappingsToRequeue, takeLetters } from '../dead-letters/requeued-letters.ts'
import { RUNNING, readRunningSync, readSync, type SyncRecord } from './syncs.ts'

/** What to sync, and why. */
export interface SyncRequest {
  readonly mapping: string
  readonly trigger: SyncTrigger
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
  /** Goes on without columns that the mapping reads and the model does not have any more. */
  readonly allowMissingColumns?: boolean
}

/** Starts the one running sync of a mapping, with a plan of the config as it is now; refuses a second one. */
export async function createSync(db: Queryable, request: SyncRequest): Promise<SyncRecord> {
  const plan = await readPlan(db, request)
  const { rows } = await db.query<{ id: string }>(
    // Waits for whoever removes the mapping just now, and then starts nothing.
    `insert into sluice.syncs (mapping_id, mapping_version, plan, trigger)
     select id, $2, $3, $4 from sluice.mappings where id = $1 for key share
     on conflict (mapping_id) where status in ${RUNNING} do nothing returning id`,
    [request.mapping, plan.mappingVersion, JSON.stringify(plan), request.trigger],
  )
  const [created] = rows
  if (created !== undefined) return readSyncOrThrow(db, created.id)

  const running = await readRunningSync(db, request.mapping)
  if (running === null) await readPlan(db, request)
  throw new SluiceError(
    'sync_running',
    `mapping ${request.mapping} has a running sync already${running ? ` (${running.id}, ${running.status})` : ''}: wait for it to end`,
  )
}

/** Starts a sync of the mapping's requeued letters, if there are any to take; refuses while another of the mapping runs. */
export function createRequeue(db: Database, mapping: string): Promise<SyncRecord | null> {
  return db.transaction(async (tx) => {
    const pending = await listMappingsToRequeue(tx)
    if (!pending.includes(mapping)) return null
    const sync = await createSync(tx, { mapping, trigger: 'requeue' })
    await takeLetters(tx, mapping, sync.id)
    return sync
  })
}

/** The plan of a sync that would start now; refuses what is unknown or switched off. */
async function readPlan(db: Queryable, request: SyncRequest): Promise<SyncPlan> {
  const { mapping: mappingId, trigger } = request
  const { rows } = await db.query<{
    plan: SyncPlan
    mapping_enabled: boolean
    destination_enabled: boolean
    destination: string
  }>(
    `select m.enabled as mapping_enabled, d.enabled as destination_enabled, d.id as destination,
       json_build_object(
         'mapping', json_build_object('id', m.id, 'model', m.model_id, 'destination', m.destination_id,
           'action', m.action, 'trigger', m.trigger, 'filter', m.filter, 'schedule', m.schedule,
           'enabled', m.enabled, 'maxDeletedPercent', m.max_deleted_percent, 'fields', m.fields),
         'mappingVersion', m.version, 'epoch', case when $2 then ${nextEpoch('m.epoch')} else m.epoch end,
         'model', json_build_object('id', mo.id, 'source', mo.source_id, 'identifier', mo.identifier, 'query', mo.query)
       ) as plan
     from sluice.mappings m
     join sluice.models mo on mo.id = m.model_id
     join sluice.destinations d on d.id = m.destination_id
     where m.id = $1`,
    // What is taken as sent was never sent under an id of the epoch before.
    [mappingId, trigger === 'baseline'],
  )
  const [row] = rows
  if (row === undefined) {
    throw new SluiceError('mapping_unknown', `there is no mapping ${mappingId}: \`sluice status\` lists them`)
  }
  if (!row.mapping_enabled) {
    throw new SluiceError(
      'mapping_disabled',
      `mapping ${mappingId} is disabled: \`sluice enable ${mappingId}\``,
    )
  }
  if (!row.destination_enabled) {
    throw new SluiceError(
      'destination_disabled',
      `destination ${row.destination} of mapping ${mappingId} is disabled: \`sluice enable ${row.destination}\``,
    )
  }
  return {
    ...row.plan,
    ...(request.allowDeletes === true ? { allowDeletes: true } : {}),
    ...(request.allowMissingColumns === true ? { allowMissingColumns: true } : {}),
  }
}

async function readSyncOrThrow(db: Queryable, id: string): Promise<SyncRecord> {
  const sync = await readSync(db, id)
  if (sync === null) throw new SluiceError('sync_unknown', `there is no sync ${id}`)
  return sync
}
