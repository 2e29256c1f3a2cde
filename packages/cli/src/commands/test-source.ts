import { testSource } from '@sluice/operations/checks/test-source'
import { EXIT } from '../output/exit-codes.ts'
import { formatChecks } from '../output/format-checks.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withAsker } from './with-asker.ts'

/**
 * `sluice test-source`: checks that a warehouse can be reached, that Sluice may keep
 * its state there, and that its models can be read.
 */
export const defineTestSource: DefineCommand = (program, shell) => {
  addCommand(program, 'test-source', {
    description:
      'Check the connection, the rights and the models of a source; changes nothing, reads no row.',
    details: `Connects as the source does, and says of each thing that a sync needs whether it is there, and what to grant if it is not.
The models are those of the config that is applied; their queries are parsed and planned, not run.

Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_SOURCES_KEY.

--json prints {source, ok, checks: [{check, status, detail}]}.

Exit codes: 0 nothing is wrong, 1 a check has failed, 2 there is no such source.`,
    examples: ['test-source warehouse', 'test-source warehouse --json'],
  })
    .argument('<id>', 'id of a source')
    .action(async (id: string, options: CommonOptions) => {
      const document = await withAsker(shell, ['sources'], (deps, visitor) =>
        testSource(deps, { source: id }, visitor),
      )
      shell.print(options.json ? JSON.stringify(document) : formatChecks(document.checks, shell.proseColumns))
      shell.exitWith(document.ok ? EXIT.done : EXIT.failed)
    })
}
