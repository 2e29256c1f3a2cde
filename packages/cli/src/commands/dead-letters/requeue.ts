import { requeueDeadLetters } from '@sluice/operations/dead-letters/requeue-dead-letters'
import { formatLeft, formatOrder, formatTaken } from '../../dead-letters/format-order.ts'
import { EXIT } from '../../output/exit-codes.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withExtractQueue } from '../with-extract-queue.ts'
import { addFilterOptions, parseLetterIds, readOrder, type FilterOptions } from './filter-options.ts'

interface RequeueOptions extends CommonOptions, FilterOptions {
  readonly all?: true
  readonly dryRun?: true
}

/** `sluice dead-letters requeue` */
export const defineRequeue: DefineSubcommand = (parent, shell) => {
  const command = addCommand(parent, 'requeue', {
    description: 'Send open dead letters on their way again.',
    details: `Letters of the stage map are mapped again with the mapping as it is now, letters of the stage send are sent again to the
destination as it is now, under the messageId they had. One whose record has gone out in a newer version since is closed as superseded.
Letters of the stage extract have no record to send: mend the rows, and the next sync sends them. Letters of a mapping that was
removed or disabled are left, too.

Needs DATABASE_URL and REDIS_URL.

--json prints {matched, requeued}: open letters that were meant, and how many of them go.

Exit codes: 0 done, or there was nothing to do; 1 all that were meant are left, since their mapping was removed or disabled; 3 some are.`,
    examples: [
      'dead-letters requeue 17 18',
      'dead-letters requeue --code unauthorized --dry-run',
      'dead-letters requeue --stage send --since 6h --json',
    ],
  }).argument('[id...]', 'ids of dead letters, as `sluice dead-letters ls` shows them', parseLetterIds)
  addFilterOptions(command)
    .option('--all', 'every open dead letter')
    .option('--dry-run', 'count, and change nothing')
    .action(async (ids: readonly string[], options: RequeueOptions) => {
      const input = readOrder(ids, options)
      const { document, left, taken } = await withExtractQueue(shell, (deps) =>
        requeueDeadLetters(deps, input, shell.user),
      )
      const { matched, requeued } = document
      shell.note([...left.map(formatLeft), ...taken.map(formatTaken)])
      const verb = options.dryRun ? 'would be requeued' : 'are requeued'
      shell.print(options.json ? JSON.stringify(document) : formatOrder(requeued, matched, verb))
      if (left.some(({ why }) => why !== 'stage extract'))
        shell.exitWith(requeued === 0 ? EXIT.failed : EXIT.partial)
    })
}
