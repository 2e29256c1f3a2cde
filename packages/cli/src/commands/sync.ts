import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { EXTRACT_QUEUE, connectRedis, openQueue } from '@sluice/shared/queues'
import { parseEnvironment } from '@sluice/shared/runtime'
import { createSync, describeSync, type Database } from '@sluice/shared/store'
import { EXIT, chooseSyncExitCode } from '../output/exit-codes.ts'
import { formatSyncSummary } from '../output/format-sync.ts'
import { showSyncProgress } from '../output/sync-progress.ts'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseDuration } from './parse-options.ts'
import { waitForSync } from './wait-for-sync.ts'
import { withDatabase } from './with-database.ts'

interface SyncOptions extends CommonOptions {
  readonly wait?: true
  /** Milliseconds. */
  readonly timeout?: number
}

/** `sluice sync`: starts a sync of a mapping, and with --wait stays until it has ended. */
export const defineSync: DefineCommand = (program, shell) => {
  addCommand(program, 'sync', {
    description: 'Start a sync of a mapping; with --wait, stay until it has ended.',
    details: `Without --wait it returns at once. With --wait the exit code tells how the sync ended: 0 succeeded, 1 failed, 3 partial
(some rows lie in dead letters), 4 canceled. Ctrl-C stops the waiting (exit code 130), never the sync; so does --timeout (exit code 1).
Needs DATABASE_URL and REDIS_URL. --json prints the sync.`,
    examples: ['sync customers-identify', 'sync customers-identify --wait --timeout 1h --json'],
  })
    .argument('<mapping>', 'id of the mapping')
    .option('--wait', 'stay until the sync has ended')
    .option('--timeout <duration>', 'with --wait: how long to stay, such as 30m', parseDuration)
    .action(async (mapping: string, options: SyncOptions) => {
      if (options.timeout !== undefined && !options.wait) {
        throw new SluiceError('usage_invalid', 'sluice: --timeout is for --wait, which is not given')
      }
      const values = parseEnvironment(shell.env, ['DATABASE_URL', 'REDIS_URL', 'SLUICE_QUEUE_PREFIX'])
      // From the first moment: whoever presses Ctrl-C means the waiting, even before the sync is written down.
      const interruption = new AbortController()
      const stopListening = options.wait ? shell.onInterrupt(() => interruption.abort()) : () => {}
      await withDatabase(values.DATABASE_URL, async (db) => {
        const started = await startSync(db, mapping, {
          redisUrl: values.REDIS_URL,
          prefix: values.SLUICE_QUEUE_PREFIX,
        })
        if (options.wait) return wait(shell, db, started, { ...options, signal: interruption.signal })
        shell.print(
          options.json
            ? JSON.stringify(started)
            : `sync ${started.id} of ${mapping} is queued: \`sluice syncs ${mapping}\` shows how it goes`,
        )
      }).finally(stopListening)
    })
}

/** A sync is written down only when Redis can be reached to tell the extractor of it. */
async function startSync(
  db: Database,
  mapping: string,
  queues: { readonly redisUrl: string; readonly prefix: string },
): Promise<SyncDocument> {
  const redis = await connectRedis(queues.redisUrl)
  const queue = openQueue(EXTRACT_QUEUE, { redis, prefix: queues.prefix, onError: () => {} })
  try {
    const sync = describeSync(await createSync(db, { mapping, trigger: 'manual' }))
    await queue.add({ sync: sync.id, step: 'run' })
    return sync
  } finally {
    await queue.close()
    await redis.quit()
  }
}

async function wait(
  shell: Shell,
  db: Database,
  started: SyncDocument,
  options: SyncOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const progress = showSyncProgress(shell.terminal)
  const { sync, ended } = await waitForSync(db, started, {
    timeoutMs: options.timeout ?? null,
    signal: options.signal,
    onChange: progress.update,
    onIdle: () =>
      progress.note('no extractor has taken the sync yet: is one running? (sluice start extractor)', shell),
  }).finally(() => progress.stop())

  const rest = `sync ${sync.id} goes on: \`sluice syncs ${sync.mapping}\` shows how`
  if (ended === 'interrupted') shell.note(rest)
  if (ended === 'timeout') shell.note(`the sync has not ended in time; ${rest}`)
  shell.print(options.json ? JSON.stringify(sync) : formatSyncSummary(sync))
  if (sync.status === 'failed' && options.json)
    shell.note(`sync ${sync.id} of ${sync.mapping} failed: ${sync.error ?? 'no reason was given'}`)
  shell.exitWith(
    ended === 'interrupted' && isRunning(sync.status) ? EXIT.interrupted : chooseSyncExitCode(sync.status),
  )
}
