import type { SyncStatus } from '@sluice/shared/domain'
import { readSync } from '@sluice/shared/store'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Tells of a whole sync that has just ended, of one status where it is given; what cannot be told is not worth a
 * failure.
 */
export async function traceEndedSync(
  { db, traces = null, log }: Pick<SyncDeps, 'db' | 'traces' | 'log'>,
  syncId: string,
  only?: SyncStatus,
): Promise<void> {
  if (traces === null) return
  try {
    const sync = await readSync(db, syncId)
    if (sync === null || (only !== undefined && sync.status !== only)) return
    const { createdAt, finishedAt, errorCode, mapping, origin, status, skipped, invalid, delivered, dead } =
      sync
    if (finishedAt === null) return
    const counts = { skipped, invalid, delivered, dead }
    traces.tell(
      { sync: syncId },
      {
        from: new Date(createdAt),
        to: new Date(finishedAt),
        fields: { mapping, origin, status, ...counts, ...(errorCode !== null && { error: errorCode }) },
        isFailed: status === 'failed',
      },
    )
  } catch (error) {
    log.debug({ sync: syncId, error }, 'sync could not be traced')
  }
}
