import {
  finishSync,
  listRunningSyncs,
  recordChunk,
  recordCommitting,
  recordStaged,
  recordStaging,
  recordStreamed,
  settleChunk,
} from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import type { Installation } from './open-installation.ts'

/**
 * Plays the workers: takes the sync that a command starts to its end, with 10 added rows of which `dead` are refused.
 */
export async function deliverQueuedSync(installation: Installation, dead: number): Promise<void> {
  const { db } = installation
  const sync = await takeQueuedSync(installation)
  await recordStaged(db, sync, {
    stagedAt: '2026-01-01T00:00:00.000Z',
    added: 10,
    updated: 0,
    deleted: 0,
    invalid: 0,
    skipped: 0,
    lastSeq: 10,
  })
  await recordChunk(db, { sync, chunk: 1, fromSeq: 1, toSeq: 10, rows: 10 })
  await recordStreamed(db, sync)
  await settleChunk(db, installation.secrets, {
    sync,
    chunk: 1,
    outcome: { skipped: 1, invalid: 0, delivered: 9 - dead, dead },
    letters: [],
    skippedSeqs: [],
  })
  await recordCommitting(db, sync)
  await finishSync(db, sync)
}

/** Waits for a sync that a command starts, and takes it as an extractor would. */
export async function takeQueuedSync({ db }: Pick<Installation, 'db'>): Promise<string> {
  const [sync] = await waitFor('a sync to be queued', async () => {
    const running = await listRunningSyncs(db)
    return running.length > 0 && running
  })
  await recordStaging(db, sync?.id ?? '')
  return sync?.id ?? ''
}
