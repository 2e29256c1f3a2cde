import { listAlerts } from '@sluice/operations/alerts/list-alerts'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatAlerts } from '../../alerts/format-alerts.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { parseCount } from '../parse-options.ts'
import { withDatabase } from '../with-database.ts'

interface ListOptions extends CommonOptions {
  readonly limit: number
}

/** `sluice alerts ls` */
export const defineList: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'ls', {
    description: 'List what is wrong, what was, and how the channels do.',
    details: `Needs DATABASE_URL.

--json prints {open, resolved, channels, rules}: of an alert {id, rule, kind, state, mapping, destination, sync, cause,
since, openedAt, resolvedAt, told, lastToldAt, mutedUntil}; of a channel {id, type, failingSince, lastError,
lastDeliveryAt, nextTryAt, waiting}; of a rule {id, on, mapping, above, channels, mutes}.`,
    examples: ['alerts ls', 'alerts ls --json'],
  })
    .option('--limit <n>', 'resolved alerts to list at most', parseCount, 20)
    .action(async ({ limit, json }: ListOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const document = await withDatabase(shell, url, (db) => listAlerts({ db }, { limit }))
      shell.print(
        json ? JSON.stringify(document) : formatAlerts(document, { width: shell.columns, nowMs: Date.now() }),
      )
    })
}
