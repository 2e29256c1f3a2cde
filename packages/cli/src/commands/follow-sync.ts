import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import type { DatabaseDeps } from '@sluice/operations'
import { waitForSync } from '@sluice/operations/syncs/wait-for-sync'
import { adviseOnSync } from '../output/advice.ts'
import { EXIT, chooseSyncExitCode } from '../output/exit-codes.ts'
import { formatSyncSummary } from '../output/format-sync.ts'
import { showSyncProgress } from '../output/sync-progress.ts'
import type { Shell } from '../shell.ts'

/** How somebody stays with a sync. */
export interface WatchOptions {
  /** Milliseconds; for as long as it takes when absent. */
  readonly timeout?: number
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** A sync as it stood when the waiting ended, and why that ended. */
export interface WatchedSync {
  readonly sync: SyncDocument
  readonly ended: 'sync' | 'timeout' | 'interrupted'
}

/**
 * Stays with a sync until it ends, time is up or Ctrl-C, shows how it goes, and ends the command with what it came to.
 */
export async function followSync(
  shell: Shell,
  deps: DatabaseDeps,
  started: SyncDocument,
  options: WatchOptions & { readonly json?: true },
): Promise<void> {
  const watched = await watchSync(shell, deps, started, options)
  const { sync, ended } = watched
  const rest = `sync ${sync.id} goes on: \`sluice syncs ${sync.mapping}\` shows how`
  if (ended === 'interrupted') shell.note(rest)
  if (ended === 'timeout') shell.note(`the sync has not ended in time; ${rest}`)
  tellSync(shell, watched, options)
}

/** Stays with a sync until it ends, time is up or Ctrl-C, and shows how it goes. */
export async function watchSync(
  shell: Shell,
  deps: DatabaseDeps,
  started: SyncDocument,
  { timeout, signal }: WatchOptions,
): Promise<WatchedSync> {
  // A dry run counts nothing before its end.
  const terminal = started.origin === 'dry_run' ? null : shell.terminal
  const progress = showSyncProgress(terminal, (line) => shell.note(line))
  return waitForSync(deps, started, {
    timeoutMs: timeout ?? null,
    signal,
    onChange: progress.update,
    onIdle: () =>
      progress.note('no extractor has taken the sync yet: is one running? (sluice start extractor)'),
  }).finally(() => progress.stop())
}

/** Ends the command with what a sync came to. */
export function tellSync(
  shell: Shell,
  { sync, ended }: WatchedSync,
  { json }: { readonly json?: true },
): void {
  shell.print(json ? JSON.stringify(sync) : formatSyncSummary(sync, Date.now()))
  if (sync.status === 'failed' && json) {
    const advice = adviseOnSync(sync)
    const reason = [sync.error ?? 'no reason was given', ...(advice === null ? [] : [advice])].join(': ')
    shell.note(`sync ${sync.id} of ${sync.mapping} failed: ${reason}`)
  }
  const isLeft = ended === 'interrupted' && (isRunning(sync.status) || sync.status === 'canceled')
  shell.exitWith(isLeft ? EXIT.interrupted : chooseSyncExitCode(sync.status))
}
