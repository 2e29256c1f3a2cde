import { revokeToken } from '@sluice/operations/tokens/revoke-token'
import { parseEnvironment } from '@sluice/shared/runtime'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice tokens revoke` */
export const defineRevoke: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'revoke', {
    description: 'Take a token out of use: nobody gets in with it from the next request on.',
    details: `Needs DATABASE_URL.

--json prints {id, name, role, createdAt, createdBy, lastUsedAt, revokedAt}.`,
    examples: ['tokens revoke airflow'],
  })
    .argument('<name>', 'name of a token')
    .action(async (name: string, { json }: CommonOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const revoked = await withDatabase(shell, url, (db) => revokeToken({ db }, { name }, shell.user))
      shell.print(json ? JSON.stringify(revoked) : `token ${revoked.name} is revoked`)
    })
}
