import { listSyncs } from '@sluice/operations/syncs/list-syncs'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatSyncs } from '../output/format-sync.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseCount } from './parse-options.ts'
import { withDatabase } from './with-database.ts'

const DEFAULT_LIMIT = 100

/** `sluice syncs`: what has synced, newest first. */
export const defineSyncs: DefineCommand = (program, shell) => {
  addCommand(program, 'syncs', {
    description: 'List the syncs of a mapping, or of all, newest first.',
    details: `Needs DATABASE_URL.

--json prints an array of syncs.`,
    examples: ['syncs', 'syncs customers-identify --limit 5 --json'],
  })
    .argument('[mapping]', 'id of a mapping')
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .action(async (mapping: string | undefined, options: CommonOptions & { readonly limit: number }) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const { limit } = options
      const syncs = await withDatabase(shell, url, (db) => listSyncs({ db }, { mapping, limit }))
      shell.print(
        options.json
          ? JSON.stringify(syncs)
          : formatSyncs(syncs, { width: shell.columns, nowMs: Date.now() }),
      )
    })
}
