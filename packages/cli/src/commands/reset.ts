import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { parseEnvironment } from '@sluice/shared/runtime'
import { listMappings, readRunningSync } from '@sluice/shared/store'
import { lockConfig, resetMapping } from '@sluice/config'
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
      const { epoch, running } = await withDatabase(shell, url, (db) =>
        db.transaction(async (tx) => {
          await lockConfig(tx)
          const next = await resetMapping(tx, mapping, shell.user)
          if (next === null) {
            const suggestion = formatSuggestion(
              mapping,
              (await listMappings(tx)).map(({ id }) => id),
            )
            throw new SluiceError(
              'mapping_unknown',
              `there is no mapping ${mapping}${suggestion}: \`sluice status\` lists them`,
            )
          }
          return { epoch: next, running: await readRunningSync(tx, mapping) }
        }),
      )
      if (running !== null)
        shell.note(`sync ${running.id} of ${mapping} goes on as it began; the reset meets the one after it`)
      shell.print(
        options.json
          ? JSON.stringify({ mapping, epoch })
          : `mapping ${mapping} is reset: its next sync sends every row again`,
      )
    })
}
