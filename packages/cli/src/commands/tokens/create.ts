import { Option } from 'commander'
import { createToken } from '@sluice/operations/tokens/create-token'
import { parseEnvironment } from '@sluice/shared/runtime'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'

interface CreateOptions extends CommonOptions {
  readonly name: string
  readonly role: 'operator' | 'viewer'
}

/** `sluice tokens create` */
export const defineCreate: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'create', {
    description: 'Make a token with which a program signs in to the HTTP API; it is shown once.',
    details: `An operator's token may do everything that the API can, a viewer's may look. Only a hash of it is kept: one that is
lost has to be revoked and made anew.

Needs DATABASE_URL.

--json prints {id, name, role, token}.`,
    examples: [
      'tokens create --name airflow --role operator',
      'tokens create --name grafana --role viewer --json',
    ],
  })
    .requiredOption('--name <name>', 'how the audit log calls it')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['operator', 'viewer']).makeOptionMandatory(),
    )
    .action(async ({ name, role, json }: CreateOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const made = await withDatabase(shell, url, (db) => createToken({ db }, { name, role }, shell.user))
      if (json) return shell.print(JSON.stringify(made))
      shell.note(`token ${made.name}, role ${role}; it is not shown again:`)
      return shell.print(made.token)
    })
}
