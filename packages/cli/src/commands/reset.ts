import { resetMapping } from '@sluice/operations/mappings/reset-mapping'
import { parseEnvironment } from '@sluice/shared/runtime'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withDatabase } from './with-database.ts'

/** `sluice reset`: forgets what a mapping has sent. */
export const defineReset: DefineCommand = (program, shell) => {
  addCommand(program, 'reset', {
    description:
      'Forget what a mapping has sent: its next sync finds every row added, and sends all of them again.',
    details: `The events get new messageIds, so Segment does not drop them. Records that are remembered and have gone are deleted. A sync
that runs already goes on as it began; to send nothing for what is there now, \`sluice baseline\` afterwards.

Needs DATABASE_URL.

--json prints {mapping, epoch}.`,
    examples: ['reset customers-identify', 'reset customers-identify --json'],
  })
    .argument('<mapping>', 'id of the mapping')
    .action(async (mapping: string, options: CommonOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const { document, running } = await withDatabase(shell, url, (db) =>
        resetMapping({ db }, { mapping }, shell.user),
      )
      if (running !== null)
        shell.note(`sync ${running} of ${mapping} goes on as it began; the reset meets the one after it`)
      shell.print(
        options.json
          ? JSON.stringify(document)
          : `mapping ${mapping} is reset: its next sync sends every row again`,
      )
    })
}
