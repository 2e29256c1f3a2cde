import type { MuteInput } from '@sluice/operations'
import { muteAlerts, unmuteAlerts } from '@sluice/operations/alerts/mute-alerts'
import { parseEnvironment } from '@sluice/shared/runtime'
import { formatInstant } from '../../output/format-instant.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withDatabase } from '../with-database.ts'

type SubjectOptions = CommonOptions & Omit<MuteInput, 'rule'>

const OF_MAPPING = ['--mapping <id>', 'only what the rule says of this mapping'] as const
const OF_DESTINATION = ['--destination <id>', 'only what the rule says of this destination'] as const

/** `sluice alerts mute` */
export const defineMute: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'mute', {
    description: 'Have nobody told of a rule for a while.',
    details: `What is still wrong when the while is over is told then. Of the end of what people were told of before, they are told.

Needs DATABASE_URL.

--json prints {rule, mapping, destination, until, by}.`,
    examples: ['alerts mute late --for 8h', 'alerts mute late --mapping customers-identify --for 7d'],
  })
    .argument('<rule>', 'id of a rule')
    .requiredOption('--for <time>', 'for how long, such as 1h, 8h or 7d; 90d at most')
    .option(...OF_MAPPING)
    .option(...OF_DESTINATION)
    .action(async (rule: string, options: SubjectOptions & { readonly for: string }) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const muted = await withDatabase(shell, url, (db) =>
        muteAlerts({ db }, { ...options, rule }, shell.user),
      )
      shell.print(
        options.json ? JSON.stringify(muted) : `rule ${rule} is muted until ${formatInstant(muted.until)}`,
      )
    })
}

/** `sluice alerts unmute` */
export const defineUnmute: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'unmute', {
    description: 'Have people told of a rule again.',
    details: `Ends the mute of the whole rule, or with --mapping or --destination that of one of them.

Needs DATABASE_URL.

--json prints {rule, unmuted}.`,
    examples: ['alerts unmute late', 'alerts unmute late --mapping customers-identify'],
  })
    .argument('<rule>', 'id of a rule')
    .option(...OF_MAPPING)
    .option(...OF_DESTINATION)
    .action(async (rule: string, options: SubjectOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const document = await withDatabase(shell, url, (db) =>
        unmuteAlerts({ db }, { ...options, rule }, shell.user),
      )
      const said = document.unmuted ? `rule ${rule} is told of again` : `rule ${rule} was not muted so`
      shell.print(options.json ? JSON.stringify(document) : said)
    })
}
