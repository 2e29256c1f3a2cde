import { randomBytes } from 'node:crypto'
import type { Forecast } from '@sluice/shared/domain'
import { createSecretBox, type SecretBox } from '@sluice/shared/secrets'
import {
  createSync,
  recordChunk,
  recordForecast,
  recordStaged,
  recordStaging,
  recordStreamed,
  settleChunk,
  type Database,
} from '@sluice/shared/store'
import { seedConfig } from '@sluice/shared/testing'

/** A control database with something to watch. */
export interface Scene {
  readonly secrets: SecretBox
  readonly mapping: string
}

/** Records one source, model, destination and mapping. */
export async function recordScene(db: Database, mapping: string): Promise<Scene> {
  const secrets = createSecretBox(randomBytes(32).toString('base64'))
  await seedConfig(db, secrets, { mapping: { id: mapping, schedule: { every: '36h' } } })
  return { secrets, mapping }
}

/** Starts a sync that has staged `rows` rows, cut into one chunk; returns its id. */
export async function recordDelivering(db: Database, mapping: string, rows: number): Promise<string> {
  const { id } = await createSync(db, { mapping, origin: 'manual' })
  await stage(db, id, rows)
  return id
}

/** What a dry run may find, of everything something; `guard` would stop the sync. */
export function createForecast(reason: string, guard: string): Forecast {
  return {
    added: 1_200,
    updated: 30,
    deleted: 900,
    skippedByTrigger: 900,
    skippedByFilter: 7,
    invalid: { mapping_failed: 3, identifier_null: 1 },
    reasons: [
      { code: 'mapping_failed', reason, rows: 3 },
      { code: 'identifier_null', reason: 'the identifier is null', rows: 1 },
    ],
    events: { identify: 1_220 },
    bytes: 1_234_567,
    requests: 3,
    apiCalls: 1_220,
    users: 1_219,
    mtus: { atLeast: 200, atMost: 1_219 },
    seconds: 12.2,
    held: { calls: 220, left: 1_000, limit: 5_000, until: '2026-02-01' },
    guards: [{ code: 'deletes_exceeded', message: guard }],
  }
}

/** A dry run that is through; returns its id. */
export async function recordDryRun(db: Database, mapping: string, forecast: Forecast): Promise<string> {
  const { id } = await createSync(db, { mapping, origin: 'dry_run' })
  await recordStaging(db, id)
  await recordForecast(db, id, { stagedAt: new Date().toISOString(), forecast })
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
    usage: { destination: 'segment', users: null },
  })
}
