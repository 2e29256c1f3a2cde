import { randomBytes } from 'node:crypto'
import { createSecretBox, type SecretBox } from '@sluice/shared/secrets'
import {
  createSync,
  recordChunk,
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
