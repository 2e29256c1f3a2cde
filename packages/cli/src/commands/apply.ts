import { SluiceError } from '@sluice/shared/errors'
import { applyChanges } from '../config-file/apply-changes.ts'
import { checkColumns } from '../config-file/check-columns.ts'
import { checkWarehouses } from '../config-file/check-warehouses.ts'
import { formatPlan, describePlan } from '../config-file/format-plan.ts'
import { loadConfigFile } from '../config-file/load-config-file.ts'
import type { ConfigFile } from '../config-file/parse-config-file.ts'
import { openWarehouse } from '../config-file/open-warehouse.ts'
import { formatThing, type Plan } from '../config-file/plan-changes.ts'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withSecrets } from './with-database.ts'

interface ApplyOptions extends CommonOptions {
  readonly file: string
  readonly dryRun?: true
  readonly prune?: true
  readonly skipCheck?: true
}

/** `sluice apply`: makes the config of the control database what the file says. */
export const defineApply: DefineCommand = (program, shell) => {
  addCommand(program, 'apply', {
    description:
      'Make the configuration what a file says: check the whole file, print the plan, carry it out.',
    details: `Every mistake is told with its place, and nothing is changed while there is one. Sources and models that are new or
changed are looked at in the warehouse too. What the file does not name is left alone without --prune.

Needs DATABASE_URL, SLUICE_SECRET_KEY and the variables that the file names.

--json prints {created, updated, removed, unchanged}, each a list such as ["mapping/customers-identify"].`,
    examples: ['apply -f sluice.yaml --dry-run', 'apply -f sluice.yaml --prune'],
  })
    .option('-f, --file <path>', 'the file to apply', 'sluice.yaml')
    .option('--dry-run', 'print the plan and change nothing')
    .option('--prune', 'remove what the file does not name')
    .option('--skip-check', 'do not look at the warehouse')
    .action(async (options: ApplyOptions) => {
      const file = await loadConfigFile(options.file, shell.env)
      for (const warning of file.warnings) shell.note(`warning: ${warning}`)
      const check = async (plan: Plan): Promise<void> => {
        if (!options.skipCheck) await checkAgainstWarehouses(shell, file, plan, !options.dryRun)
        for (const warning of listPlanWarnings(plan)) shell.note(`warning: ${warning}`)
      }
      const plan = await withSecrets(shell, (db, secrets) =>
        applyChanges(db, secrets, {
          wanted: file.config,
          prune: options.prune ?? false,
          dryRun: options.dryRun ?? false,
          actor: shell.user,
          check,
          onCanceled: ({ id, mapping }) =>
            shell.note(`sync ${id} of mapping ${mapping} is canceled: its mapping is removed`),
        }),
      )
      if (plan.left.length > 0) {
        shell.note(
          `not in ${options.file} and left as they are: ${plan.left.map(formatThing).join(', ')} (--prune removes them)`,
        )
      }
      shell.print(
        options.json ? JSON.stringify(describePlan(plan)) : formatPlan(plan, options.dryRun ?? false),
      )
    })
}

async function checkAgainstWarehouses(
  shell: Shell,
  file: ConfigFile,
  plan: Plan,
  prepare: boolean,
): Promise<void> {
  const { mistakes, columns } = await checkWarehouses(file.config, plan, { open: openWarehouse, prepare })
  if (mistakes.length > 0) {
    const lines = mistakes
      .toSorted((left, right) => file.locate(left.path) - file.locate(right.path))
      .map(({ path, message }) => file.describe(path, message))
    // What has to be written differently weighs more than what may pass by itself.
    const gravest = mistakes.find(({ error }) => error.kind === 'misconfigured') ?? mistakes[0]
    throw new SluiceError(gravest?.error.code ?? 'query_invalid', lines, { cause: gravest?.error })
  }
  for (const { path, message } of checkColumns(file.config, columns))
    shell.note(`warning: ${file.describe(path, message)}`)
}

/** Changes that are right and yet make every row of a mapping be compared anew. */
function listPlanWarnings(plan: Plan): readonly string[] {
  return plan.updated.flatMap(({ after, changed }) => {
    if (after.kind === 'mapping' && changed.includes('model')) {
      return [
        `${formatThing(after)}: with another model, its next sync compares every row with what the old model sent`,
      ]
    }
    if (after.kind === 'model' && changed.includes('identifier')) {
      return [
        `${formatThing(after)}: with another identifier, the next sync of its mappings takes every row for a new one`,
      ]
    }
    return []
  })
}
