import { countOrderedLetters, recordAudit, requeueLetters } from '@sluice/shared/store'
import { addCommand, type CommonOptions, type DefineCommand } from '../define-command.ts'
import { withExtractQueue } from '../with-extract-queue.ts'
import { addFilterOptions, parseLetterIds, readOrderFilter, type FilterOptions } from './filter-options.ts'

interface RequeueOptions extends CommonOptions, FilterOptions {
  readonly all?: true
  readonly dryRun?: true
}

/** `sluice dead-letters requeue` */
export const defineRequeue: DefineCommand = (parent, shell) => {
  const command = addCommand(parent, 'requeue', {
    description: 'Send open dead letters on their way again.',
    details: `Letters of the stage map are mapped again with the mapping as it is now, letters of the stage send are sent again to the
destination as it is now, under the messageId they had. One whose record has gone out in a newer version since is closed as superseded.
Letters of the stage extract have no record to send: mend the rows, and the next sync sends them.

Needs DATABASE_URL and REDIS_URL.

--json prints {matched, requeued}.`,
    examples: [
      'dead-letters requeue 17 18',
      'dead-letters requeue --mapping customers-identify --code unauthorized --dry-run',
      'dead-letters requeue --stage send --since 6h --json',
    ],
  }).argument('[id...]', 'ids of dead letters, as `sluice dead-letters ls` shows them', parseLetterIds)
  addFilterOptions(command)
    .option('--all', 'every open dead letter')
    .option('--dry-run', 'count, and change nothing')
    .action(async (ids: readonly string[], options: RequeueOptions) => {
      const filter = readOrderFilter(ids, options)
      const { matched, requeued } = await withExtractQueue(shell, async ({ db, extract }) => {
        if (options.dryRun) return countOrderedLetters(db, filter)
        const answer = await db.transaction(async (tx) => {
          const ordered = await requeueLetters(tx, { ...filter, actor: shell.user })
          const order = { actor: shell.user, action: 'requeued', kind: 'dead-letter', id: 'cli' } as const
          await recordAudit(tx, { ...order, before: null, after: { ...filter, requeued: ordered.requeued } })
          return ordered
        })
        for (const mapping of answer.mappings) await extract.add({ step: 'requeue', mapping })
        return answer
      })
      if (matched > requeued) {
        shell.note(
          `${matched - requeued} letters of the stage extract are left: mend the rows in the warehouse, and the next sync sends them`,
        )
      }
      const verb = options.dryRun ? 'would be requeued' : 'are requeued'
      shell.print(
        options.json
          ? JSON.stringify({ matched, requeued })
          : `${requeued} of ${matched} open dead letters ${verb}`,
      )
    })
}
