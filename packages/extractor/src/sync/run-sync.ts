import { isRunning } from '@sluice/shared/domain'
import { readSync, recordStaging, type SyncRecord } from '@sluice/shared/store'
import { findChanges } from '../changes/index.ts'
import { commitIfSettled } from './commit-sync.ts'
import { oneAtATime } from '../dry-run/one-at-a-time.ts'
import { finalizeEndedSyncs } from './finalize-sync.ts'
import { streamSync } from './stream-sync.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { watchCancel } from './watch-cancel.ts'

/**
 * Takes a sync as far as it will go: stages what is not staged, streams what is not
 * streamed, commits what has settled. It may be killed at any await and be called
 * again, by the queue or by the sweep: every step first looks at what is written down.
 */
export async function runSync(deps: SyncDeps, syncId: string, signal: AbortSignal): Promise<void> {
  let sync = await readSync(deps.db, syncId)
  if (sync === null) return
  if (sync.origin === 'dry_run') {
    // What maps and packs is loaded when it is asked for.
    const { runDryRun } = await import('../dry-run/run-dry-run.ts')
    const dryRun = sync
    if (isRunning(dryRun.status)) await oneAtATime(deps, () => runDryRun(deps, dryRun, signal))
    return
  }
  if (sync.status === 'queued' || sync.status === 'staging') {
    await stage(deps, sync, signal)
    sync = await readSync(deps.db, syncId)
  }
  if (sync?.status === 'delivering' && sync.streamedAt === null) await streamSync(deps, sync, signal)
  await commitIfSettled(deps, syncId)
}

/** Staging may take long, and whoever cancels the sync meanwhile shall not wait for it. */
async function stage(deps: SyncDeps, sync: SyncRecord, stopping: AbortSignal): Promise<void> {
  const watch = watchCancel(deps.db, sync.id, stopping)
  try {
    if (!(await recordStaging(deps.db, sync.id))) return
    // What an ended sync has delivered counts, and what it still posts must not be overtaken.
    await finalizeEndedSyncs(deps, sync)
    await findChanges(sync).stage(deps, sync, watch.signal)
  } catch (error) {
    if (!watch.isCanceled()) throw error
  } finally {
    watch.stop()
  }
}
