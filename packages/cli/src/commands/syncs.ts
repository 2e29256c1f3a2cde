import { SluiceError } from '@sluice/shared/errors'
import { parseEnvironment } from '@sluice/shared/runtime'
import { describeSync, listSyncs, readMapping } from '@sluice/shared/store'
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
      const syncs = await withDatabase(shell, url, async (db) => {
        const found = await listSyncs(db, {
          ...(mapping === undefined ? {} : { mapping }),
          limit: options.limit,
        })
        // The syncs of a removed mapping can still be read.
        if (mapping !== undefined && found.length === 0 && (await readMapping(db, mapping)) === null) {
          throw new SluiceError(
            'mapping_unknown',
            `there is no mapping ${mapping}: \`sluice status\` lists them`,
          )
        }
        return found.map(describeSync)
      })
      shell.print(
        options.json
          ? JSON.stringify(syncs)
          : formatSyncs(syncs, { width: shell.columns, nowMs: Date.now() }),
      )
    })
}
