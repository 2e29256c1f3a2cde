import { InvalidArgumentError } from 'commander'
import { formatSuggestions } from '@sluice/config/yaml'
import { suggestMappingFields } from '@sluice/operations/preview/suggest-mapping-fields'
import { ACTION_NAMES, type ActionName } from '@sluice/shared/domain'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withAsker } from './with-asker.ts'

interface SuggestOptions extends CommonOptions {
  readonly action: ActionName
}

/** `sluice suggest`: which columns of a model belong in which fields of a call; changes nothing. */
export const defineSuggest: DefineCommand = (program, shell) => {
  addCommand(program, 'suggest', {
    description:
      'Suggest the fields of a mapping from the columns of a model; changes nothing, reads no row.',
    details: `Goes by the names and types of the columns, and by what the model is called: the same columns get the same fields. Prints YAML
to paste into a mapping, with how sure each field is and why; look through it first. What several columns fit alike is left open, and told at the end,
as is what the call needs and no column is named like.

The call is identify, track, page, screen, group or alias.

Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_SOURCES_KEY.

--json prints an array of {field, path, score, reason}, scores from 0 to 1; what is left open is told on standard error.`,
    examples: ['suggest customers --action identify', 'suggest orders --action track --json'],
  })
    .argument('<model>', 'id of a model')
    .requiredOption('--action <call>', 'the call that the mapping makes', parseAction)
    .action(async (model: string, { action, json }: SuggestOptions) => {
      const suggestions = await withAsker(shell, ['sources'], (deps, visitor) =>
        suggestMappingFields(deps, { model, action }, visitor),
      )
      if (!json) {
        shell.print(formatSuggestions(action, suggestions).trimEnd().split('\n'))
        return
      }
      const { ties, needed } = suggestions
      shell.note(ties.map(({ field, paths }) => `left open: ${field}, as ${paths.join(' and ')} fit alike`))
      shell.note(needed.map((field) => `needed, and no column is named like it: ${field}`))
      shell.print(JSON.stringify(suggestions.suggestions))
    })
}

/** `track`, or `sendTrack` as mappings say it. */
function parseAction(text: string): ActionName {
  const action = ACTION_NAMES.find(
    (name) => name === text || name === `send${text[0]?.toUpperCase()}${text.slice(1)}`,
  )
  if (action !== undefined) return action
  throw new InvalidArgumentError('it must be identify, track, page, screen, group or alias')
}
