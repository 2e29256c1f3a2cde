import { Option, type Command } from 'commander'
import { DEAD_LETTER_CODES, SluiceError, type DeadLetterCode } from '@sluice/shared/errors'
import { parseEnvironment } from '@sluice/shared/runtime'
import {
  listDeadLetters,
  readDeadLetter,
  type DeadLetterDocument,
  type DeadLetterStage,
  type DeadLetterStatus,
} from '@sluice/shared/store'
import { formatInstant } from '../output/format-sync.ts'
import { formatTable } from '../output/format-table.ts'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseCount, parseSyncId } from './parse-options.ts'
import { withDatabase, withSecrets } from './with-database.ts'

const STAGES: readonly DeadLetterStage[] = ['extract', 'map', 'send']
const STATUSES: readonly DeadLetterStatus[] = ['open', 'requeued', 'delivered', 'superseded', 'discarded']
const DEFAULT_LIMIT = 1_000

/** `sluice dead-letters`: what was not delivered, and why. */
export const defineDeadLetters: DefineCommand = (program, shell) => {
  const parent = program.command('dead-letters').description('See what was not delivered, and why.')
  defineList(parent, shell)
  defineShow(parent, shell)
}

interface ListOptions extends CommonOptions {
  readonly mapping?: string
  readonly sync?: string
  readonly stage?: DeadLetterStage
  readonly code?: DeadLetterCode
  readonly status?: DeadLetterStatus
  readonly limit: number
}

function defineList(parent: Command, shell: Shell): void {
  addCommand(parent, 'ls', {
    description: 'List dead letters, newest first.',
    details:
      'Needs DATABASE_URL. --json prints an array of {id, stage, code, reason, mapping, sync, recordId, op, status, createdAt}.',
    examples: [
      'dead-letters ls --status open',
      'dead-letters ls --mapping customers-identify --stage map --json',
    ],
  })
    .option('--mapping <id>', 'of this mapping only')
    .option('--sync <id>', 'of this sync only', parseSyncId)
    .addOption(new Option('--stage <stage>', 'that fell out of the flow here').choices(STAGES))
    .addOption(new Option('--code <code>', 'with this reason code').choices(DEAD_LETTER_CODES))
    .addOption(new Option('--status <status>', 'in this status').choices(STATUSES))
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .action(async ({ json, verbose: _verbose, ...filter }: ListOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const letters = await withDatabase(url, (db) => listDeadLetters(db, filter))
      shell.print(json ? JSON.stringify(letters) : formatDeadLetters(letters))
    })
}

function defineShow(parent: Command, shell: Shell): void {
  addCommand(parent, 'show', {
    description: 'Show one dead letter with what it holds: the row, or the event.',
    details: 'Needs DATABASE_URL and SLUICE_SECRET_KEY. --json prints the letter with its payload.',
    examples: ['dead-letters show 17', 'dead-letters show 17 --json'],
  })
    .argument('<id>', 'id of a dead letter, as `sluice dead-letters ls` shows it', parseLetterId)
    .action(async (id: string, options: CommonOptions) => {
      const letter = await withSecrets(shell, (db, secrets) => readDeadLetter(db, secrets, id))
      if (letter === null) {
        throw new SluiceError(
          'usage_invalid',
          `there is no dead letter ${id}: \`sluice dead-letters ls\` lists them`,
        )
      }
      const payload: unknown = JSON.parse(letter.payload)
      shell.print(options.json ? JSON.stringify({ ...letter, payload }) : formatLetter(letter, payload))
    })
}

function parseLetterId(text: string): string {
  return String(parseCount(text))
}

function formatDeadLetters(letters: readonly DeadLetterDocument[]): string {
  if (letters.length === 0) return 'no dead letters'
  return formatTable(
    ['ID', 'CREATED', 'MAPPING', 'STAGE', 'CODE', 'STATUS', 'OP', 'RECORD', 'REASON'],
    letters.map((letter) => [
      letter.id,
      formatInstant(letter.createdAt),
      letter.mapping,
      letter.stage,
      letter.code,
      letter.status,
      letter.op,
      letter.recordId,
      letter.reason,
    ]),
  )
}

function formatLetter(
  { payload: _payload, ...letter }: DeadLetterDocument & { readonly payload: string },
  payload: unknown,
): string {
  const lines = Object.entries(letter).map(([key, value]) => `${key.padEnd(10)} ${value ?? '-'}`)
  return [...lines, 'payload', JSON.stringify(payload, null, 2)].join('\n')
}
