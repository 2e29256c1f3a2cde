import { readDeadLetter } from '@sluice/operations/dead-letters/read-dead-letter'
import { DEAD_LETTER_ADVICE } from '@sluice/shared/errors'
import { parseExact } from '@sluice/shared/queues'
import type { LetterEvent, OpenedDeadLetter } from '@sluice/shared/domain'
import { formatInstant } from '../../output/format-instant.ts'
import type { Line } from '../../output/line.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withSecrets } from '../with-database.ts'
import { parseLetterId } from './filter-options.ts'

/** `sluice dead-letters show` */
export const defineShow: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'show', {
    description: 'Show one dead letter with what it holds, the row or the event, and what has become of it.',
    details: `Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_DATA_KEY.

--json prints the letter with its payload and its history.`,
    examples: ['dead-letters show 17', 'dead-letters show 17 --json'],
  })
    .argument('<id>', 'id of a dead letter, as `sluice dead-letters ls` shows it', parseLetterId)
    .action(async (id: string, options: CommonOptions) => {
      const letter = await withSecrets(shell, (db, secrets) => readDeadLetter({ db, secrets }, { id }), [
        'letters',
      ])
      shell.print(options.json ? writeLetter(letter) : formatLetter(letter))
    })
}

/** The payload is spliced in: no number of it is read and written anew, and it may nest as deeply as it likes. */
function writeLetter({ payload, ...letter }: OpenedDeadLetter): string {
  return `${JSON.stringify(letter).slice(0, -1)},"payload":${isJson(payload) ? payload : JSON.stringify(payload)}}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function formatLetter({ payload, history, ...letter }: OpenedDeadLetter): readonly Line[] {
  const facts = {
    ...letter,
    ...(letter.status === 'open' ? { 'to do': DEAD_LETTER_ADVICE[letter.code] } : {}),
  }
  const lines = Object.entries(facts).map(([key, value]) => `${key.padEnd(10)} ${value ?? '-'}`)
  const past = history.length === 0 ? [] : ['history', ...history.map(formatEvent)]
  return [...lines, ...past, 'payload', ...formatPayload(payload)]
}

/** As it came in when it is no JSON, or nests too deeply to be laid out. */
function formatPayload(payload: string): readonly string[] {
  try {
    return JSON.stringify(parseExact(payload), null, 2).split('\n')
  } catch {
    return [payload]
  }
}

function formatEvent({ at, from, to, code, reason, actor, sync }: LetterEvent): string {
  const who = actor === undefined ? '' : ` by ${actor}`
  const where = sync === undefined ? '' : ` in sync ${sync}`
  return `  ${formatInstant(at) ?? at}  ${from} (${code}: ${reason}) to ${to}${who}${where}`
}
