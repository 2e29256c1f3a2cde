import { SluiceError } from '@sluice/shared/errors'
import { startSync } from '@sluice/operations/syncs/start-sync'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { followSync } from './follow-sync.ts'
import { parseDuration } from './parse-options.ts'
import { withExtractQueue } from './with-extract-queue.ts'

interface SyncOptions extends CommonOptions {
  readonly wait?: true
  /** Milliseconds. */
  readonly timeout?: number
  readonly allowDeletes?: true
  readonly allowUpdates?: true
  readonly allowMissingColumns?: true
}

/** `sluice sync`: starts a sync of a mapping, and with --wait stays until it has ended. */
export const defineSync: DefineCommand = (program, shell) => {
  addCommand(program, 'sync', {
    description: 'Start a sync of a mapping; with --wait, stay until it has ended.',
    details: `Without --wait it returns at once. With --wait the exit code tells how the sync ended: 0 succeeded, 1 failed, 3 partial
(some rows lie in dead letters), 4 canceled. Ctrl-C stops the waiting (exit code 130), never the sync; so does --timeout (exit code 1).
A model that gives no rows any more, or lacks more of the known records than the mapping's max_deleted_percent, stops a sync before
anything is sent; --allow-deletes lets it pass this once. So does one of which more records have changed than max_updated_percent;
--allow-updates lets it pass. So does a column that the mapping reads and the model does not give any
more; --allow-missing-columns goes on without it, now and later.

Needs DATABASE_URL and REDIS_URL.

--json prints the sync.`,
    examples: [
      'sync customers-identify',
      'sync customers-identify --wait --timeout 1h --json',
      'sync customers-identify --allow-deletes',
    ],
  })
    .argument('<mapping>', 'id of the mapping')
    .option('--wait', 'stay until the sync has ended')
    .option('--timeout <duration>', 'with --wait: how long to stay, such as 30m', parseDuration)
    .option('--allow-deletes', 'let an unusual number of deletes pass')
    .option('--allow-updates', 'let an unusual number of updates pass')
    .option('--allow-missing-columns', 'go on without columns that the model has lost')
    .action(async (mapping: string, options: SyncOptions) => {
      if (options.timeout !== undefined && !options.wait) {
        throw new SluiceError('usage_invalid', 'sluice: --timeout is for --wait, which is not given')
      }
      // From the first moment: whoever presses Ctrl-C means the waiting, even before the sync is written down.
      const interruption = new AbortController()
      const stopListening = options.wait ? shell.onInterrupt(() => interruption.abort()) : () => {}
      await withExtractQueue(shell, async (deps) => {
        const { allowDeletes = false, allowUpdates = false, allowMissingColumns = false } = options
        const allowed = { allowDeletes, allowUpdates, allowMissingColumns }
        const started = await startSync(deps, { mapping, ...allowed }, shell.user)
        if (options.wait) return followSync(shell, deps, started, { ...options, signal: interruption.signal })
        shell.print(
          options.json
            ? JSON.stringify(started)
            : `sync ${started.id} of ${mapping} is queued: \`sluice syncs ${mapping}\` shows how it goes`,
        )
      }).finally(stopListening)
    })
}
