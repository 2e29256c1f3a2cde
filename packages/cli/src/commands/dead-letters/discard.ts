import { countOpenOrdered, discardLetters, listLettersTaken, recordAudit } from '@sluice/shared/store'
import { parseEnvironment } from '@sluice/shared/runtime'
import { describeOrder, describeTaken } from '../../dead-letters/describe-order.ts'
import { explainMissed } from '../../dead-letters/explain-missed.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'
import {
  addFilterOptions,
  parseLetterIds,
  readOrderFilter,
  resolveFilter,
  type FilterOptions,
} from './filter-options.ts'

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
      const asked = readOrderFilter(ids, options)
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const { count, taken } = await withDatabase(shell, url, async (db) => {
        const filter = await resolveFilter(db, asked)
        const before = ids.length === 0 ? [] : await listLettersTaken(db, filter)
        const done = options.dryRun
          ? await countOpenOrdered(db, filter)
          : await db.transaction(async (tx) => {
              const discarded = await discardLetters(tx, { ...filter, actor: shell.user })
              const order = {
                actor: shell.user,
                action: 'discarded',
                kind: 'dead-letter',
                id: 'cli',
              } as const
              await recordAudit(tx, { ...order, before: null, after: { ...filter, discarded } })
              return discarded
            })
        return { count: done, taken: done === 0 ? await explainMissed(db, filter) : before }
      })
      shell.note(taken.map(describeTaken))
      const verb = options.dryRun ? 'would be discarded' : 'are discarded'
      shell.print(
        options.json
          ? JSON.stringify({ matched: count, discarded: count })
          : describeOrder(count, count, verb),
      )
    })
}
