import type { Command } from 'commander'
import { switchResource } from '@sluice/operations/mappings/switch-resource'
import { parseEnvironment } from '@sluice/shared/runtime'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withDatabase } from './with-database.ts'

/** `sluice enable`: switches a mapping or a destination on. */
export const defineEnable: DefineCommand = (program, shell) => defineSwitch(program, shell, true)

/** `sluice disable`: switches a mapping or a destination off. */
export const defineDisable: DefineCommand = (program, shell) => defineSwitch(program, shell, false)

function defineSwitch(program: Command, shell: Shell, enabled: boolean): void {
  const verb = enabled ? 'enable' : 'disable'
  addCommand(program, verb, {
    description: `Switch a mapping or a destination ${enabled ? 'on' : 'off'}.`,
    details: `A sync that runs already goes on. Where a mapping and a destination have the same id, write mapping/<id> or destination/<id>.
The next \`sluice apply\` makes it again what the file says.

Needs DATABASE_URL.

--json prints {kind, id, enabled, changed}.`,
    examples: [`${verb} customers-identify`, `${verb} destination/segment-us`],
  })
    .argument('<id>', 'id of a mapping or a destination')
    .action(async (name: string, options: CommonOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const switched = await withDatabase(shell, url, (db) =>
        switchResource({ db }, { name, enabled }, shell.user),
      )
      const state = `${switched.changed ? 'is now' : 'was already'} ${verb}d`
      shell.print(options.json ? JSON.stringify(switched) : `${switched.kind}/${switched.id} ${state}`)
    })
}
