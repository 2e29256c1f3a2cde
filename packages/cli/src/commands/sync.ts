import { SluiceError } from '@sluice/shared/errors'
import { startDryRun } from '@sluice/operations/dry-runs/start-dry-run'
import { startSync } from '@sluice/operations/syncs/start-sync'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { followSync, tellSync } from './follow-sync.ts'
import { parseDuration } from './parse-options.ts'
import { withExtractQueue } from './with-extract-queue.ts'

interface SyncOptions extends CommonOptions {
  readonly wait?: true
  /** Milliseconds. */
  readonly timeout?: number
  readonly allowDeletes?: true
  readonly allowUpdates?: true
  readonly allowMissingColumns?: true
  readonly dryRun?: true
  readonly out?: string
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

--dry-run sends nothing and changes nothing: it goes through everything that the sync would send and says what that is, and which of
these would stop it. The mapping and its destination may be disabled. A sync that is asked for meanwhile ends it. --out also writes
the bodies of the requests, one a line, which POST /v1/batch takes as they are; it waits until they are written, and Ctrl-C or
--timeout then ends the dry run and leaves no file.

Needs DATABASE_URL and REDIS_URL.

--json prints the sync; a dry run with its forecast.`,
    examples: [
      'sync customers-identify',
      'sync customers-identify --wait --timeout 1h --json',
      'sync customers-identify --allow-deletes',
      'sync customers-identify --dry-run --wait',
      'sync customers-identify --dry-run --out bodies.ndjson',
    ],
  })
    .argument('<mapping>', 'id of the mapping')
    .option('--wait', 'stay until the sync has ended')
    .option('--timeout <duration>', 'with --wait: how long to stay, such as 30m', parseDuration)
    .option('--allow-deletes', 'let an unusual number of deletes pass')
    .option('--allow-updates', 'let an unusual number of updates pass')
    .option('--allow-missing-columns', 'go on without columns that the model has lost')
    .option('--dry-run', 'send nothing, and say what would be sent')
    .option('--out <file>', 'with --dry-run: write the bodies of the requests to this file')
    .action(async (mapping: string, options: SyncOptions) => {
      const { out, dryRun } = options
      if (out !== undefined && !dryRun) {
        throw new SluiceError('usage_invalid', 'sluice: --out is for --dry-run, which is not given')
      }
      const waits = options.wait === true || out !== undefined
      if (options.timeout !== undefined && !waits) {
        throw new SluiceError('usage_invalid', 'sluice: --timeout is for --wait, which is not given')
      }
      // From the first moment: whoever presses Ctrl-C means the waiting, even before the sync is written down.
      const interruption = new AbortController()
      const stopListening = waits ? shell.onInterrupt(() => interruption.abort()) : () => {}
      await withExtractQueue(shell, async (deps) => {
        const { allowDeletes = false, allowUpdates = false, allowMissingColumns = false } = options
        const asked = { mapping, allowDeletes, allowUpdates, allowMissingColumns }
        const following = { ...options, signal: interruption.signal }
        if (out !== undefined) {
          const { writeBodies } = await import('../dry-run/write-bodies.ts')
          return tellSync(shell, await writeBodies(shell, deps, { ...asked, path: out }, following), options)
        }
        const started = dryRun
          ? await startDryRun(deps, asked, shell.user)
          : await startSync(deps, asked, shell.user)
        if (options.wait) return followSync(shell, deps, started, following)
        shell.print(
          options.json
            ? JSON.stringify(started)
            : `${dryRun ? 'dry run' : 'sync'} ${started.id} of ${mapping} is queued: \`sluice syncs ${mapping}\` shows how it goes`,
        )
      }).finally(stopListening)
    })
}
