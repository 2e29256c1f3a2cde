import { randomBytes } from 'node:crypto'
import { createSecretBox, type SecretBox } from '@sluice/shared/secrets'
import {
  createSync,
  recordChunk,
  recordDestination,
  recordMapping,
  recordModel,
  recordSource,
  recordStaged,
  recordStaging,
  recordStreamed,
  settleChunk,
  type Database,
} from '@sluice/shared/store'

/** A control database with something to watch. */
export interface Scene {
  readonly secrets: SecretBox
  readonly mapping: string
}

/** Records one source, model, destination and mapping. */
export async function recordScene(db: Database, mapping: string): Promise<Scene> {
  const secrets = createSecretBox(randomBytes(32).toString('base64'))
  const settings = { connection: 'postgres://h/d' }
  await recordSource(db, secrets, { id: 'warehouse', type: 'postgres', settings })
  await recordModel(db, { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' })
  await recordDestination(db, secrets, {
    id: 'segment',
    source: null,
    writeKey: 'k',
    region: 'us-west-2',
    enabled: true,
    eventsPerSecond: null,
    requestsPerSecond: null,
    deadlineMs: 86_400_000,
  })
  await recordMapping(db, {
    id: mapping,
    model: 'people',
    destination: 'segment',
    action: 'sendIdentify',
    trigger: ['added'],
    filter: null,
    schedule: { every: '36h' },
    enabled: true,
    maxDeletedPercent: 30,
    fields: {},
  })
  return { secrets, mapping }
}

/** Starts a sync that has staged `rows` rows, cut into one chunk; returns its id. */
export async function recordDelivering(db: Database, mapping: string, rows: number): Promise<string> {
  const { id } = await createSync(db, { mapping, origin: 'manual' })
  await stage(db, id, rows)
  return id
}

/** Takes a queued sync to where its one chunk is under way. */
export async function stage(db: Database, sync: string, rows: number): Promise<void> {
  await recordStaging(db, sync)
  const counts = { added: rows, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: rows }
  await recordStaged(db, sync, { ...counts, stagedAt: new Date().toISOString() })
  await recordChunk(db, { sync, chunk: 1, fromSeq: 1, toSeq: rows, rows })
  await recordStreamed(db, sync)
}

/** Settles the chunk of a sync: one row of it for each of these reasons is dead, the rest is delivered. */
export async function settle(
  db: Database,
  { secrets, mapping }: Scene,
  sync: string,
  rows: number,
  reasons: readonly string[],
): Promise<void> {
  await settleChunk(db, secrets, {
    sync,
    chunk: 1,
    outcome: { skipped: 0, invalid: 0, delivered: rows - reasons.length, dead: reasons.length },
    letters: reasons.map((reason, index) => ({
      stage: 'send',
      code: 'rejected',
      reason,
      mapping,
      sync,
      chunk: 1,
      deltaSeq: index + 1,
      recordId: `r${index}`,
      op: 'added',
      version: 1,
      payload: '{}',
    })),
    skippedSeqs: [],
  })
}
