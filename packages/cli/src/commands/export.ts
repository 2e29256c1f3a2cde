import { formatConfigFile } from '@sluice/config/yaml'
import { exportConfig } from '@sluice/operations/apply/export-config'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withSecrets } from './with-database.ts'

/** `sluice export`: the configuration as the file that would make it. */
export const defineExport: DefineCommand = (program, shell) => {
  addCommand(program, 'export', {
    description: 'Print the configuration as a file that `sluice apply` takes.',
    details: `Secrets are left out: in their place stands the name of the variable to set, such as \${SLUICE_SOURCE_WAREHOUSE_CONNECTION}.
With those variables set, applying the file changes nothing. What people keep in the console is marked by a comment; with --json it is named
on standard error.

Needs DATABASE_URL and SLUICE_SECRET_KEY.

--json prints the same as JSON.`,
    examples: ['export > sluice.yaml', 'export --json'],
  }).action(async (options: CommonOptions) => {
    const written = await withSecrets(shell, (db, secrets) => exportConfig({ db, secrets }))
    if (options.json && written.kept.length > 0) {
      shell.note(`kept in the console: ${written.kept.map(({ name }) => name).join(', ')}`)
    }
    if (options.json) return shell.print(JSON.stringify(written.document))
    shell.print(formatConfigFile(written).replace(/\n$/, '').split('\n'), { tabs: true })
  })
}
