import { countOrderedLetters, discardLetters, recordAudit } from '@sluice/shared/store'
import { parseEnvironment } from '@sluice/shared/runtime'
import { addCommand, type CommonOptions, type DefineCommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'
import { addFilterOptions, parseLetterIds, readOrderFilter, type FilterOptions } from './filter-options.ts'

interface DiscardOptions extends CommonOptions, FilterOptions {
  readonly all?: true
  readonly dryRun?: true
}

/** `sluice dead-letters discard` */
export const defineDiscard: DefineCommand = (parent, shell) => {
  const command = addCommand(parent, 'discard', {
    description: 'Close open dead letters for good: what they hold is not sent.',
    details: `A letter that was discarded can still be looked at for 90 days.

Needs DATABASE_URL.

--json prints {matched, discarded}.`,
    examples: [
      'dead-letters discard 17',
      'dead-letters discard --mapping customers-identify --code rejected --dry-run',
    ],
  }).argument('[id...]', 'ids of dead letters, as `sluice dead-letters ls` shows them', parseLetterIds)
  addFilterOptions(command)
    .option('--all', 'every open dead letter')
    .option('--dry-run', 'count, and change nothing')
    .action(async (ids: readonly string[], options: DiscardOptions) => {
      const filter = readOrderFilter(ids, options)
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const { matched, discarded } = await withDatabase(shell, url, async (db) => {
        if (options.dryRun) {
          const counted = await countOrderedLetters(db, filter)
          return { matched: counted.matched, discarded: counted.matched }
        }
        return db.transaction(async (tx) => {
          const ordered = await discardLetters(tx, { ...filter, actor: shell.user })
          const order = { actor: shell.user, action: 'discarded', kind: 'dead-letter', id: 'cli' } as const
          await recordAudit(tx, {
            ...order,
            before: null,
            after: { ...filter, discarded: ordered.discarded },
          })
          return ordered
        })
      })
      const verb = options.dryRun ? 'would be discarded' : 'are discarded'
      shell.print(
        options.json
          ? JSON.stringify({ matched, discarded })
          : `${discarded} of ${matched} open dead letters ${verb}`,
      )
    })
}
