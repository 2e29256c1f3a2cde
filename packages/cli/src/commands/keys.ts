import { parseEnvironment } from '@sluice/shared/runtime'
import { KEY_VARIABLES, SECRET_PURPOSES, deriveSecretKey } from '@sluice/shared/secrets'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'

/** `sluice keys`: the key of each purpose, so that a worker need not hold the master. */
export const defineKeys: DefineCommand = (program, shell) => {
  addCommand(program, 'keys', {
    description: 'Print the keys that are derived from SLUICE_SECRET_KEY, one for each purpose.',
    details: `A worker that is given them needs no SLUICE_SECRET_KEY: an extractor takes SLUICE_SOURCES_KEY and SLUICE_DATA_KEY, a mapper
SLUICE_DATA_KEY, a sender SLUICE_DESTINATIONS_KEY and SLUICE_DATA_KEY, a console none. They are secrets: print them
into a secret store and nowhere else.

Needs SLUICE_SECRET_KEY.

--json prints an object of the same.`,
    examples: ['keys', 'keys --json'],
  }).action((options: CommonOptions) => {
    const { SLUICE_SECRET_KEY: master } = parseEnvironment(shell.env, ['SLUICE_SECRET_KEY'])
    const keys = Object.fromEntries(
      SECRET_PURPOSES.map((purpose) => [KEY_VARIABLES[purpose], deriveSecretKey(master, purpose)]),
    )
    const lines = Object.entries(keys).map(([name, key]) => `${name}=${key}`)
    shell.print(options.json ? JSON.stringify(keys) : lines)
  })
}
