import { readStatus } from '@sluice/operations/status/read-status'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatStatus } from '../status/format-status.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withDatabase } from './with-database.ts'

/** `sluice status`: every mapping with its last sync, and every destination with its last error. */
export const defineStatus: DefineCommand = (program, shell) => {
  addCommand(program, 'status', {
    description: 'Show every mapping with its last sync, and every destination with its last error.',
    details: `Needs DATABASE_URL.

--json prints {mappings, destinations}.`,
    examples: ['status', 'status --json'],
  }).action(async (options: CommonOptions) => {
    const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
    const status = await withDatabase(shell, url, (db) => readStatus({ db }))
    shell.print(
      options.json
        ? JSON.stringify(status)
        : formatStatus(status, { width: shell.columns, nowMs: Date.now() }),
    )
  })
}
