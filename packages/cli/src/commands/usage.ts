import { readUsage } from '@sluice/operations/usage/read-usage'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatUsage } from '../usage/format-usage.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseMonth } from './parse-options.ts'
import { withDatabase } from './with-database.ts'

/** `sluice usage`: API calls and MTUs of a billing month, against what was planned. */
export const defineUsage: DefineCommand = (program, shell) => {
  addCommand(program, 'usage', {
    description: 'Show the API calls and MTUs of a billing month, by destination.',
    details: `Needs DATABASE_URL.

Every delivered event is an API call, and every user of the month an MTU. Without --month it is the billing month
that runs now.

--json prints {month, destinations: [{id, apiCalls, mtus, callsAllowance, mtuAllowance, …}]}.`,
    examples: ['usage', 'usage --month 2026-11 --json'],
  })
    .option('--month <month>', 'the billing month that begins in this one, such as 2026-11', parseMonth)
    .action(async (options: CommonOptions & { readonly month?: string }) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const usage = await withDatabase(shell, url, (db) => readUsage({ db }, { month: options.month }))
      shell.print(options.json ? JSON.stringify(usage) : formatUsage(usage, shell.columns))
    })
}
