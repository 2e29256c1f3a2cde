import { baselineMapping } from '@sluice/operations/mappings/baseline-mapping'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { followSync } from './follow-sync.ts'
import { parseDuration } from './parse-options.ts'
import { withExtractQueue } from './with-extract-queue.ts'

interface BaselineOptions extends CommonOptions {
  /** Milliseconds. */
  readonly timeout?: number
  readonly allowDeletes?: true
}

/** `sluice baseline`: takes what a model gives now as sent. */
export const defineBaseline: DefineCommand = (program, shell) => {
  addCommand(program, 'baseline', {
    description:
      'Take what the model of a mapping gives now as sent: its next sync sends only what changes from here on.',
    details: `It runs as a sync that sends nothing, and stays until that has ended; its rows count as skipped. The exit code is that of
\`sluice sync --wait\`.

Needs DATABASE_URL and REDIS_URL, and a running extractor.

--json prints the sync.`,
    examples: ['baseline customers-identify', 'baseline customers-identify --timeout 1h --json'],
  })
    .argument('<mapping>', 'id of the mapping')
    .option('--timeout <duration>', 'how long to stay, such as 30m', parseDuration)
    .option('--allow-deletes', 'let an unusual number of deletes pass')
    .action(async (mapping: string, options: BaselineOptions) => {
      const interruption = new AbortController()
      const stopListening = shell.onInterrupt(() => interruption.abort())
      await withExtractQueue(shell, async (deps) => {
        const { allowDeletes = false } = options
        const started = await baselineMapping(deps, { mapping, allowDeletes }, shell.user)
        await followSync(shell, deps, started, { ...options, signal: interruption.signal })
      }).finally(stopListening)
    })
}
