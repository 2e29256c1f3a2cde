import { discardDeadLetters } from '@sluice/operations/dead-letters/discard-dead-letters'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatOrder, formatTaken } from '../../dead-letters/format-order.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'
import { addFilterOptions, parseLetterIds, readOrder, type FilterOptions } from './filter-options.ts'

interface DiscardOptions extends CommonOptions, FilterOptions {
  readonly all?: true
  readonly dryRun?: true
}

/** `sluice dead-letters discard` */
export const defineDiscard: DefineSubcommand = (parent, shell) => {
  const command = addCommand(parent, 'discard', {
    description: 'Close open dead letters for good: what they hold is not sent.',
    details: `A letter that was discarded can still be looked at for 90 days.

Needs DATABASE_URL.

--json prints {matched, discarded}.`,
    examples: ['dead-letters discard 17', 'dead-letters discard --code rejected --dry-run'],
  }).argument('[id...]', 'ids of dead letters, as `sluice dead-letters ls` shows them', parseLetterIds)
  addFilterOptions(command)
    .option('--all', 'every open dead letter')
    .option('--dry-run', 'count, and change nothing')
    .action(async (ids: readonly string[], options: DiscardOptions) => {
      const input = readOrder(ids, options)
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const { document, taken } = await withDatabase(shell, url, (db) =>
        discardDeadLetters({ db }, input, shell.user),
      )
      shell.note(taken.map(formatTaken))
      const verb = options.dryRun ? 'would be discarded' : 'are discarded'
      shell.print(
        options.json ? JSON.stringify(document) : formatOrder(document.discarded, document.matched, verb),
      )
    })
}
