import { Option } from 'commander'
import { parseEnvironment } from '@sluice/shared/runtime'
import { migrate, openDatabase } from '@sluice/shared/store'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseDuration } from './parse-options.ts'

interface MigrateOptions extends CommonOptions {
  readonly wait: number
}

/** `sluice migrate`: brings the control database to the schema of this version. */
export const defineMigrate: DefineCommand = (program, shell) => {
  addCommand(program, 'migrate', {
    description: 'Bring the control database to the schema of this version.',
    details: `Run it before the workers of a new version start. Running it again changes nothing. Another one that runs
is waited for, up to --wait; one that has not ended by then is named, and nothing is changed.

Needs DATABASE_URL.

--json prints {applied: [names of migrations]}.`,
    examples: ['migrate'],
  })
    .addOption(
      new Option('--wait <duration>', 'how long to wait for another migration')
        .argParser(parseDuration)
        .default(60_000, '1m'),
    )
    .action(async (options: MigrateOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      await checkReachable(url)
      const applied = await migrate(url, { waitMs: options.wait, onWait: (text) => shell.note(text) })
      if (options.json) return shell.print(JSON.stringify({ applied }))
      shell.print(
        applied.length === 0 ? 'the schema is up to date' : applied.map((name) => `applied ${name}`),
      )
    })
}

/** The migration runner would tell of an unreachable server in words of its own. */
async function checkReachable(url: string): Promise<void> {
  const db = openDatabase({ url, applicationName: 'sluice', maxConnections: 1 })
  try {
    await db.query('select 1')
  } finally {
    await db.close()
  }
}
