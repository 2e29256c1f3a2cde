import { tellRecord } from '@sluice/operations/records/tell-record'
import { SECRET_PURPOSES } from '@sluice/shared/secrets'
import { formatRecord } from '../records/format-record.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withAsker } from './with-asker.ts'

/** `sluice record`: where one record stands, and what became of each of its versions. */
export const defineRecord: DefineCommand = (program, shell) => {
  addCommand(program, 'record', {
    description: 'Tell the story of one record: its row, what was sent of it, and what will be.',
    details: `<id> is the id of a record; if no record has that, the user id that the mapping takes from a column, or the messageId
of an event. What is not known any more is said.

Needs DATABASE_URL and SLUICE_SECRET_KEY.

--json prints {mapping, recordId, foundBy, others, row, remembered, pending, waiting, versions, notes}; a version is {version,
epoch, op, sync, at, status, messageIds, reason, deadLetter}, the oldest first.

Exit codes: 0 it is known, 1 nobody knows it.`,
    examples: [
      'record customers-identify 42',
      'record customers-identify ada@example.com',
      'record customers-identify 42 --json',
    ],
  })
    .argument('<mapping>', 'id of the mapping')
    .argument('<id>', 'id of the record, or of the user, or messageId')
    .action(async (mapping: string, id: string, options: CommonOptions) => {
      const story = await withAsker(shell, SECRET_PURPOSES, (deps, visitor) =>
        tellRecord(deps, { mapping, id }, visitor),
      )
      shell.print(options.json ? JSON.stringify(story) : formatRecord(story, shell.columns))
    })
}
