import { Option, type Command } from 'commander'
import { parseEnvironment } from '@sluice/shared/runtime'
import type { LetterDeps } from '@sluice/operations'
import { listDeadLetterCauses, listDeadLetters } from '@sluice/operations/dead-letters/list-dead-letters'
import type { LetterCause, LetterFilter } from '@sluice/shared/store'
import { DEAD_LETTER_STATUSES, type DeadLetterDocument, type DeadLetterStatus } from '@sluice/shared/domain'
import { formatCauses } from '../../dead-letters/format-causes.ts'
import { formatDeadLetters } from '../../dead-letters/format-dead-letters.ts'
import type { Line } from '../../output/line.ts'
import type { Shell } from '../../shell.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { parseCount } from '../parse-options.ts'
import { withDatabase, withSecrets } from '../with-database.ts'
import { addFilterOptions, readFilter, type FilterOptions } from './filter-options.ts'

const DEFAULT_LIMIT = 1_000
/** People read the causes; of the letters they want to see what they look like. */
const SHOWN_LIMIT = 20

interface ListOptions extends CommonOptions, FilterOptions {
  readonly status?: DeadLetterStatus
  readonly limit: number
}

/** `sluice dead-letters ls` */
export const defineList: DefineSubcommand = (parent, shell) => {
  const command = addCommand(parent, 'ls', {
    description: 'List dead letters: first their causes with what to do, then the letters, newest first.',
    details: `Without --json and --limit the newest ${SHOWN_LIMIT} letters are shown below their causes.

Needs DATABASE_URL; record ids are shown with SLUICE_SECRET_KEY or SLUICE_DATA_KEY.

--json prints an array of {id, stage, code, reason, mapping, sync, recordId, op, status, createdAt}.`,
    examples: [
      'dead-letters ls --status open',
      'dead-letters ls --mapping customers-identify --stage map --json',
    ],
  })
  addFilterOptions(command)
    .addOption(new Option('--status <status>', 'in this status').choices(DEAD_LETTER_STATUSES))
    .option('--limit <count>', 'how many letters at most', parseCount, DEFAULT_LIMIT)
    .action(async (options: ListOptions, self: Command) => {
      const { status, json } = options
      const isAsked = json === true || self.getOptionValueSource('limit') !== 'default'
      const limit = isAsked ? options.limit : SHOWN_LIMIT
      const asked = { ...readFilter(options), ...(status === undefined ? {} : { status }) }
      const { letters, causes } = await withLetters(shell, async (deps) => {
        const found = await listDeadLetters(deps, { ...asked, limit })
        if (found.length > 0 && deps.secrets === null)
          shell.note('record ids are sealed: with SLUICE_SECRET_KEY or SLUICE_DATA_KEY they are shown')
        return { letters: found, causes: json === true ? [] : await listDeadLetterCauses(deps, asked) }
      })
      shell.print(json === true ? JSON.stringify(letters) : formatList(shell, letters, causes, asked))
    })
}

// The last is what the second was called before.
const KEYS = ['SLUICE_SECRET_KEY', 'SLUICE_DATA_KEY', 'SLUICE_LETTERS_KEY']

/** Whoever has no key sees the letters all the same, but not whose they are. */
function withLetters<T>(shell: Shell, work: (deps: LetterDeps) => Promise<T>): Promise<T> {
  if (KEYS.some((name) => (shell.env[name] ?? '') !== ''))
    return withSecrets(shell, (db, secrets) => work({ db, secrets }), ['letters'])
  const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
  return withDatabase(shell, url, (db) => work({ db, secrets: null }))
}

function formatList(
  shell: Shell,
  letters: readonly DeadLetterDocument[],
  causes: readonly LetterCause[],
  filter: LetterFilter,
): readonly Line[] {
  const meant = Object.keys(filter).length === 0 ? '' : ' that match'
  if (letters.length === 0) return [`no dead letters${meant}`]
  const all = causes.reduce((sum, cause) => sum + cause.letters, 0)
  const count = (number: number): string => number.toLocaleString('en-US')
  const shown =
    all > letters.length ? `the newest ${count(letters.length)} of ${count(all)}, --limit shows more:` : ''
  return [
    ...formatCauses(causes, { width: shell.columns, nowMs: Date.now() }),
    shown,
    ...formatDeadLetters(letters, shell.columns),
  ]
}
