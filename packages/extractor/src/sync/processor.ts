import { isRunning } from '@sluice/shared/domain'
import { readErrorKind, SluiceError } from '@sluice/shared/errors'
import { Deferral, LeaseLost, type ExtractPayload, type JobExecution } from '@sluice/shared/queues'
import {
  listUntidySyncs,
  readDatabaseTime,
  readSync,
  recordSyncGoesOn,
  recordSyncWaiting,
} from '@sluice/shared/store'
import { dropStaged } from '../dry-run/drop-staged.ts'
import { abandonSync } from './abandon-sync.ts'
import { commitIfSettled } from './commit-sync.ts'
import { finalizeEndedSync } from './finalize-sync.ts'
import { STAGING_PATIENCE_MS } from '../limits.ts'
import { isFatal } from './is-fatal.ts'
import { runSync } from './run-sync.ts'
import { startRequeue } from '../dead-letters/start-requeue.ts'
import type { SyncDeps } from '../sync-deps.ts'

type Execution = JobExecution<ExtractPayload>

/**
 * The story of one extract job: take a sync forward, tidy up after one, or start the requeue of a mapping's letters.
 */
export function createExtractProcessor(deps: SyncDeps): (execution: Execution) => Promise<void> {
  return async (execution) => {
    const { payload, signal } = execution
    switch (payload.step) {
      case 'run':
        return advance(deps, execution, payload.sync, () => runSync(deps, payload.sync, signal))
      case 'commit':
        return advance(deps, execution, payload.sync, () => commitIfSettled(deps, payload.sync))
      case 'finalize':
        return finalize(deps, payload.sync)
      case 'requeue':
        return startRequeue(deps, payload.mapping)
      default:
        return payload satisfies never
    }
  }
}

/**
 * Takes a sync forward; when it cannot go on, fails it with the reason and drops what it
 * staged; when it only cannot go on now, says so on the sync and lets the queue wait.
 */
async function advance(
  deps: SyncDeps,
  { isLastAttempt, signal }: Execution,
  syncId: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
    await recordSyncGoesOn(deps.db, syncId)
  } catch (error) {
    if (!signal.aborted) await tellWaiting(deps, syncId, error)
    if (signal.aborted || error instanceof Deferral || error instanceof LeaseLost) throw error
    const reason = await findFailure(deps, syncId, error, isLastAttempt)
    if (reason === null) throw error
    await abandonSync(deps, syncId, reason)
  }
}

const WAITS_FOR_WAREHOUSE: ReadonlySet<string> = new Set(['warehouse_unreachable', 'warehouse_busy'])

/** The error that ends the sync, or null when it is to be tried again. */
async function findFailure(
  deps: SyncDeps,
  syncId: string,
  error: unknown,
  isLastAttempt: boolean,
): Promise<SluiceError | null> {
  if (isFatal(error)) return error
  if (readErrorKind(error) === 'bug') {
    if (!isLastAttempt) return null
    deps.log.error({ sync: syncId, error }, 'sync cannot go on')
    return new SluiceError('unexpected', 'unexpected error while extracting: see the log of the extractor', {
      cause: error,
    })
  }
  if (!(error instanceof SluiceError) || !WAITS_FOR_WAREHOUSE.has(error.code)) return null
  // Before anything was staged a failed sync loses nothing, and somebody should know;
  // later it is worth waiting however long.
  const sync = await readSync(deps.db, syncId)
  const startedAt = Date.parse(sync?.startedAt ?? '')
  const now = await readDatabaseTime(deps.db)
  return sync?.status === 'staging' && now.getTime() > startedAt + STAGING_PATIENCE_MS ? error : null
}

/** Whatever passes by itself is what the sync waits for; the queue alone knows when it tries again after an error. */
async function tellWaiting({ db, log }: SyncDeps, syncId: string, error: unknown): Promise<void> {
  const waiting =
    error instanceof Deferral
      ? { reason: error.message, untilInMs: error.delayMs }
      : readErrorKind(error) === 'transient'
        ? { reason: (error as SluiceError).message, untilInMs: null }
        : null
  if (waiting === null) return
  // It may be the control database that is away.
  await recordSyncWaiting(db, syncId, waiting).catch((failure: unknown) =>
    log.debug({ sync: syncId, error: failure }, 'why a sync waits could not be noted'),
  )
}

/** What cannot be finalized now is finalized by the sweep, or by the mapping's next sync. */
async function finalize(deps: SyncDeps, syncId: string): Promise<void> {
  const ended = (await listUntidySyncs(deps.db)).find(({ id }) => id === syncId)
  if (ended === undefined) return discardDryRun(deps, syncId)
  try {
    await finalizeEndedSync(deps, ended)
  } catch (error) {
    if (!isFatal(error)) throw error
    deps.log.warn({ sync: syncId, mapping: ended.mapping, error }, 'sync could not be finalized yet')
  }
}

/** Drops what a dry run has left: no extractor may be at it any more that would. */
async function discardDryRun(deps: SyncDeps, syncId: string): Promise<void> {
  const sync = await readSync(deps.db, syncId)
  if (sync?.origin === 'dry_run' && !isRunning(sync.status)) await dropStaged(deps, sync)
}
