import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import type { DatabaseDeps } from '@sluice/operations'
import { waitForSync } from '@sluice/operations/syncs/wait-for-sync'
import { adviseOnSync } from '../output/advice.ts'
import { EXIT, chooseSyncExitCode } from '../output/exit-codes.ts'
import { formatSyncSummary } from '../output/format-sync.ts'
import { showSyncProgress } from '../output/sync-progress.ts'
import type { Shell } from '../shell.ts'

/**
 * Stays with a sync until it ends, time is up or Ctrl-C, shows how it goes, and ends the command with what it came to.
 */
export async function followSync(
  shell: Shell,
  deps: DatabaseDeps,
  started: SyncDocument,
  options: { readonly json?: true; readonly timeout?: number; readonly signal: AbortSignal },
): Promise<void> {
  const progress = showSyncProgress(shell.terminal, (line) => shell.note(line))
  const { sync, ended } = await waitForSync(deps, started, {
    timeoutMs: options.timeout ?? null,
    signal: options.signal,
    onChange: progress.update,
    onIdle: () =>
      progress.note('no extractor has taken the sync yet: is one running? (sluice start extractor)'),
  }).finally(() => progress.stop())

  const rest = `sync ${sync.id} goes on: \`sluice syncs ${sync.mapping}\` shows how`
  if (ended === 'interrupted') shell.note(rest)
  if (ended === 'timeout') shell.note(`the sync has not ended in time; ${rest}`)
  shell.print(options.json ? JSON.stringify(sync) : formatSyncSummary(sync, Date.now()))
  if (sync.status === 'failed' && options.json) {
    const advice = adviseOnSync(sync)
    const reason = [sync.error ?? 'no reason was given', ...(advice === null ? [] : [advice])].join(': ')
    shell.note(`sync ${sync.id} of ${sync.mapping} failed: ${reason}`)
  }
  shell.exitWith(
    ended === 'interrupted' && isRunning(sync.status) ? EXIT.interrupted : chooseSyncExitCode(sync.status),
  )
}
