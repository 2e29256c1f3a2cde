import { listTokens } from '@sluice/operations/tokens/list-tokens'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatTokens } from '../../tokens/format-tokens.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice tokens ls` */
export const defineList: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'ls', {
    description: 'List tokens of the HTTP API, those in use first.',
    details: `Needs DATABASE_URL.

--json prints an array of {id, name, role, createdAt, createdBy, lastUsedAt, revokedAt}; lastUsedAt is right to a minute.`,
    examples: ['tokens ls', 'tokens ls --json'],
  }).action(async ({ json }: CommonOptions) => {
    const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
    const tokens = await withDatabase(shell, url, (db) => listTokens({ db }))
    shell.print(
      json ? JSON.stringify(tokens) : formatTokens(tokens, { width: shell.columns, nowMs: Date.now() }),
    )
  })
}
