import { SluiceError } from '@sluice/shared/errors'
import { listModels, listSources } from '@sluice/shared/store'
import { openWarehouse } from '@sluice/warehouse/registry'
import { formatSuggestion, type Model, type Source } from '@sluice/shared/domain'
import { EXIT } from '../output/exit-codes.ts'
import { formatChecks, type Check } from '../output/format-checks.ts'
import { runChecks } from '../test-source/run-checks.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withSecrets } from './with-database.ts'

/** What `sluice test-source --json` prints. */
export interface SourceTest {
  readonly source: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** `sluice test-source`: checks that a warehouse can be reached, that Sluice may keep its state there, and that its models can be read. */
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
      const { source, models } = await withSecrets(
        shell,
        async (db, secrets) => ({
          source: findSource(await listSources(db, secrets), id),
          models: await listModels(db),
        }),
        ['sources'],
      )
      const checks = await runChecks(() => openWarehouse(source), listModelsOf(source, models))
      const ok = checks.every(({ status }) => status !== 'failed')
      const document: SourceTest = { source: id, ok, checks }
      shell.print(options.json ? JSON.stringify(document) : formatChecks(checks, shell.proseColumns))
      shell.exitWith(ok ? EXIT.done : EXIT.failed)
    })
}

function findSource(sources: readonly Source[], id: string): Source {
  const found = sources.find((source) => source.id === id)
  if (found !== undefined) return found
  const known = sources.map((source) => source.id)
  const hint = formatSuggestion(id, known)
  throw new SluiceError(
    'source_unknown',
    `there is no source ${id}${hint}: ${known.length === 0 ? 'apply a config first' : `the config has ${known.join(', ')}`}`,
  )
}

function listModelsOf(source: Source, models: readonly Model[]): readonly Model[] {
  return models.filter((model) => model.source === source.id)
}
