import type { Queryable } from '@sluice/shared/store'
import { readSync } from '@sluice/shared/store'
import { isRunning } from '@sluice/shared/domain'

/** Tells long work on a sync that nobody wants it any more. */
export interface CancelWatch {
  /** Aborted when the sync has ended meanwhile, or when the worker has to stop. */
  readonly signal: AbortSignal
  /** True when it was the sync that ended. */
  readonly isCanceled: () => boolean
  stop(): void
}

const POLL_MS = 1_000

/** Watches the status of a sync in the control database. */
export function watchCancel(db: Queryable, syncId: string, stopping: AbortSignal): CancelWatch {
  const ended = new AbortController()
  const timer = setInterval(() => {
    readSync(db, syncId).then(
      (sync) => {
        if (sync === null || !isRunning(sync.status)) ended.abort(new Error('the sync has ended'))
      },
      // The control database is away: whoever writes the result down will meet that too.
      () => {},
    )
  }, POLL_MS)
  // Work that is never heard of again keeps no process alive.
  timer.unref()
  return {
    signal: AbortSignal.any([ended.signal, stopping]),
    isCanceled: () => ended.signal.aborted,
    stop: () => clearInterval(timer),
  }
}
