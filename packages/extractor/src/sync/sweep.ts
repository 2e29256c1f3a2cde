import {
  isSyncSettled,
  listLeftDryRuns,
  listMappingsToRequeue,
  listOpenChunks,
  listRunningSyncs,
  listUntidySyncs,
  type SyncRecord,
} from '@sluice/shared/store'
import { abandonSync } from './abandon-sync.ts'
import { putChunkBack } from './put-chunk-back.ts'
import { SWEEP_INTERVAL_MS } from '../limits.ts'
import { isFatal } from './is-fatal.ts'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Puts back what the control database says is open and Redis no longer knows, commits what has
 * settled, tidies up after what has ended, and fails what cannot go on. It is the one answer to every
 * crash between two steps, and to a Redis that was emptied. One extractor sweeps at a time; false
 * when another is at it. Should two overlap all the same, each step is a no-op the second time.
 */
export function sweep(deps: SyncDeps, ageMs = SWEEP_INTERVAL_MS): Promise<boolean> {
  return deps.db.exclusively('sweep', async () => {
    await bringForward(deps)
    for (const sync of await listRunningSyncs(deps.db)) {
      try {
        await sweepSync(deps, sync, ageMs)
      } catch (error) {
        if (isFatal(error)) await abandonSync(deps, sync.id, error)
        else deps.log.warn({ sync: sync.id, error }, 'sync could not be swept')
      }
    }
    for (const { id } of await listUntidySyncs(deps.db))
      await deps.extract.putBack({ step: 'finalize', sync: id })
    for (const id of await listLeftDryRuns(deps.db))
      await deps.extract.putBack({ step: 'finalize', sync: id })
    for (const mapping of await listMappingsToRequeue(deps.db))
      await deps.extract.putBack({ step: 'requeue', mapping })
  })
}

/** What a worker with a wrong clock has put off lies there after its death, too. */
async function bringForward({ extract, map, send, log }: SyncDeps): Promise<void> {
  for (const queue of [extract, map, send]) {
    const jobs = await queue.bringForward()
    if (jobs > 0) {
      const why = 'jobs that were put off too far into the future go on: is the clock of a worker right?'
      log.warn({ queue: queue.name, jobs }, why)
    }
  }
}

async function sweepSync(deps: SyncDeps, sync: SyncRecord, ageMs: number): Promise<void> {
  if (sync.streamedAt === null) await deps.extract.putBack({ sync: sync.id, step: 'run' })
  for (const chunk of await listOpenChunks(deps.db, sync.id, ageMs)) await putChunkBack(deps, sync, chunk)
  if (await isSyncSettled(deps.db, sync.id)) await deps.extract.putBack({ sync: sync.id, step: 'commit' })
}
