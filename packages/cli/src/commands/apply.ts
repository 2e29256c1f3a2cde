import { applyConfig } from '@sluice/operations/apply/apply-config'
import { SEGMENT_VARIABLES, readSegmentPlaces } from '@sluice/operations/ask/read-segment-places'
import { parseEnvironment, readSecretKeys } from '@sluice/shared/runtime'
import { SECRET_PURPOSES } from '@sluice/shared/secrets'
import { formatResource, type ReviewDeps } from '@sluice/config'
import { tellFindings } from '../apply/tell-findings.ts'
import { formatEffects } from '../apply/format-effects.ts'
import { formatPlan } from '../apply/format-plan.ts'
import { loadConfigFile } from '../apply/load-config-file.ts'
import { openWarehouse } from '@sluice/warehouse/registry'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withSecrets } from './with-database.ts'

interface ApplyOptions extends CommonOptions {
  readonly file: string
  readonly dryRun?: true
  readonly prune?: true
  readonly adopt?: true
  readonly skipCheck?: true
  readonly strict?: true
  readonly resend?: readonly string[]
}

/** `sluice apply`: makes the config of the control database what the file says. */
export const defineApply: DefineCommand = (program, shell) => {
  addCommand(program, 'apply', {
    description:
      'Make the configuration what a file says: check the whole file, print the plan, carry it out.',
    details: `Every mistake is told with its place, and nothing is changed while there is one. Sources and models that are new or
changed are looked at in the warehouse too, and Segment is asked about new or changed write keys; a mapping that says something in vain is
warned of, and with --strict refused. What the file does not name is left alone without --prune. What people keep in the console is neither
changed nor removed, unless --adopt takes it over into the file.

A change of fields, filter, trigger, write key or region sends nothing by itself: the plan says how many records stay as they were sent, and
how many that were kept back are looked at again. Of another query or identifier it says how many calls that takes at most. --resend
sends all records of a mapping again.

Needs DATABASE_URL, SLUICE_SECRET_KEY and the variables that the file names.

--json prints {created, updated, removed, unchanged}, each a list such as ["mapping/customers-identify"], and effects:
[{mapping, stay, keptBack, wouldResend, calls}], with model where its query or identifier is another.`,
    examples: [
      'apply -f sluice.yaml --dry-run',
      'apply -f sluice.yaml --prune',
      'apply -f sluice.yaml --resend customers-identify',
    ],
  })
    .option('-f, --file <path>', 'the file to apply', 'sluice.yaml')
    .option('--dry-run', 'print the plan and change nothing')
    .option('--prune', 'remove what the file does not name')
    .option('--adopt', 'take over what is kept in the console: change it, and remove it with --prune')
    .option('--skip-check', 'ask neither the warehouses nor Segment')
    .option('--strict', 'take warnings for mistakes')
    .option(
      '--resend <mapping>',
      'have its next sync send every row again; may be given several times',
      (id: string, before?: readonly string[]) => [...(before ?? []), id],
    )
    .action(async (options: ApplyOptions) => {
      const file = await loadConfigFile(options.file, shell.env)
      const review = options.skipCheck ? null : readDeps(shell, options)
      const { prune = false, adopt = false, dryRun = false, resend = [] } = options
      const { plan, document } = await withSecrets(shell, (db, secrets) =>
        applyConfig(
          { db, secrets, review },
          { config: file.config, warnings: file.warnings, prune, adopt, dryRun, resend },
          shell.user,
          {
            onFindings: (findings, notes) => {
              tellFindings(findings, file, { shell, isStrict: options.strict ?? false })
              for (const { path, message } of notes) shell.note(file.describe(path, message))
            },
            onNote: (text) => shell.note(text),
            onCanceled: ({ id, mapping }) =>
              shell.note(`sync ${id} of mapping ${mapping} is canceled: its mapping is removed`),
          },
        ),
      )
      if (plan.kept.length > 0) {
        const names = plan.kept.map(formatResource).join(', ')
        shell.note(`kept in the console, not in ${options.file}, and left as they are: ${names}`)
      }
      if (plan.left.length > 0) {
        shell.note(
          `not in ${options.file} and left as they are: ${plan.left.map(formatResource).join(', ')} (--prune removes them)`,
        )
      }
      shell.print(
        options.json
          ? JSON.stringify(document)
          : formatPlan(plan, { isDryRun: dryRun, effects: formatEffects(document.effects, resend) }),
      )
    })
}

/** Whom to ask about what changes. */
function readDeps(shell: Shell, { dryRun }: ApplyOptions): ReviewDeps {
  // Together, so that every mistake is told at once.
  const { mistakes } = readSecretKeys(shell.env, SECRET_PURPOSES)
  parseEnvironment(shell.env, ['DATABASE_URL', ...SEGMENT_VARIABLES], { mistakes })
  return { openWarehouse, prepare: !dryRun, urls: readSegmentPlaces(shell.env) }
}
