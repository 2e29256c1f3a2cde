import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { describeSync, readSync, type Queryable } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

const POLL_MS = 250
/** After this long in the queue, someone should look whether an extractor runs. */
const IDLE_MS = 10_000

/** How a wait may be watched and ended. */
export interface WaitOptions {
  /** null waits for ever. */
  readonly timeoutMs: number | null
  /** Aborted by whoever does not want to wait any more. */
  readonly signal: AbortSignal
  readonly onChange: (sync: SyncDocument) => void
  /** Called once when nobody takes the sync. */
  readonly onIdle: () => void
}

/** Polls a sync until it ends, time is up, or the signal says so; the sync itself is never touched. */
export async function waitForSync(
  { db }: DatabaseDeps,
  started: SyncDocument,
  options: WaitOptions,
): Promise<{ readonly sync: SyncDocument; readonly ended: 'sync' | 'timeout' | 'interrupted' }> {
  const beganAt = performance.now()
  let sync = started
  let isIdleTold = false
  for (;;) {
    options.onChange(sync)
    if (!isRunning(sync.status)) return { sync, ended: 'sync' }
    const waitedMs = performance.now() - beganAt
    if (options.signal.aborted) return { sync, ended: 'interrupted' }
    if (options.timeoutMs !== null && waitedMs >= options.timeoutMs) return { sync, ended: 'timeout' }
    if (sync.status === 'queued' && waitedMs > IDLE_MS && !isIdleTold) {
      isIdleTold = true
      options.onIdle()
    }
    await sleep(POLL_MS, undefined, { signal: options.signal }).catch(() => {})
    sync = await readAgain(db, sync.id)
  }
}

async function readAgain(db: Queryable, id: string): Promise<SyncDocument> {
  const record = await readSync(db, id)
  if (record === null)
    throw new SluiceError('sync_unknown', `sync ${id} is gone: the control database was reset`)
  return describeSync(record)
}
