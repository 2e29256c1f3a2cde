import { Option } from 'commander'
import { parseEnvironment } from '@sluice/shared/runtime'
import {
  listDeadLetters,
  type DeadLetterDocument,
  type DeadLetterStatus,
  type LetterFilter,
} from '@sluice/shared/store'
import { formatDeadLetters } from '../../dead-letters/format-dead-letters.ts'
import type { Shell } from '../../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from '../define-command.ts'
import { parseCount } from '../parse-options.ts'
import { withDatabase, withSecrets } from '../with-database.ts'
import { addFilterOptions, readFilter, type FilterOptions } from './filter-options.ts'

const STATUSES: readonly DeadLetterStatus[] = ['open', 'requeued', 'delivered', 'superseded', 'discarded']
const DEFAULT_LIMIT = 1_000

interface ListOptions extends CommonOptions, FilterOptions {
  readonly status?: DeadLetterStatus
  readonly limit: number
}

/** `sluice dead-letters ls` */
export const defineList: DefineCommand = (parent, shell) => {
  const command = addCommand(parent, 'ls', {
    description: 'List dead letters, newest first.',
    details: `Needs DATABASE_URL; record ids are shown with SLUICE_SECRET_KEY or SLUICE_LETTERS_KEY.

--json prints an array of {id, stage, code, reason, mapping, sync, recordId, op, status, createdAt}.`,
    examples: [
      'dead-letters ls --status open',
      'dead-letters ls --mapping customers-identify --stage map --json',
    ],
  })
  addFilterOptions(command)
    .addOption(new Option('--status <status>', 'in this status').choices(STATUSES))
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .action(async (options: ListOptions) => {
      const { status, limit } = options
      const filter = { ...readFilter(options), ...(status === undefined ? {} : { status }), limit }
      const letters = await readLetters(shell, filter)
      shell.print(options.json ? JSON.stringify(letters) : formatDeadLetters(letters, shell.columns))
    })
}

/** Whoever has no key sees the letters all the same, but not whose they are. */
async function readLetters(
  shell: Shell,
  filter: LetterFilter & { readonly limit: number },
): Promise<readonly DeadLetterDocument[]> {
  const { SLUICE_SECRET_KEY: master = '', SLUICE_LETTERS_KEY: key = '' } = shell.env
  if (master !== '' || key !== '')
    return withSecrets(shell, (db, secrets) => listDeadLetters(db, secrets, filter), ['letters'])
  const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
  const letters = await withDatabase(shell, url, (db) => listDeadLetters(db, null, filter))
  if (letters.length > 0)
    shell.note('record ids are sealed: with SLUICE_SECRET_KEY or SLUICE_LETTERS_KEY they are shown')
  return letters
}
