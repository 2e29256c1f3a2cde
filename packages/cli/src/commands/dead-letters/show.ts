import { DEAD_LETTER_ADVICE, SluiceError } from '@sluice/shared/errors'
import { readDeadLetter, type LetterEvent, type OpenedDeadLetter } from '@sluice/shared/store'
import { formatInstant } from '../../output/format-instant.ts'
import type { Line } from '../../output/line.ts'
import { addCommand, type CommonOptions, type DefineCommand } from '../define-command.ts'
import { withSecrets } from '../with-database.ts'
import { parseLetterId } from './filter-options.ts'

/** `sluice dead-letters show` */
export const defineShow: DefineCommand = (parent, shell) => {
  addCommand(parent, 'show', {
    description: 'Show one dead letter with what it holds, the row or the event, and what has become of it.',
    details: `Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_LETTERS_KEY.

--json prints the letter with its payload and its history.`,
    examples: ['dead-letters show 17', 'dead-letters show 17 --json'],
  })
    .argument('<id>', 'id of a dead letter, as `sluice dead-letters ls` shows it', parseLetterId)
    .action(async (id: string, options: CommonOptions) => {
      const letter = await withSecrets(shell, (db, secrets) => readDeadLetter(db, secrets, id), ['letters'])
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

function formatLetter(
  { payload: _payload, history, ...letter }: OpenedDeadLetter,
  payload: unknown,
): readonly Line[] {
  const facts = {
    ...letter,
    ...(letter.status === 'open' ? { 'to do': DEAD_LETTER_ADVICE[letter.code] } : {}),
  }
  const lines = Object.entries(facts).map(([key, value]) => `${key.padEnd(10)} ${value ?? '-'}`)
  const past = history.length === 0 ? [] : ['history', ...history.map(formatEvent)]
  return [...lines, ...past, 'payload', ...JSON.stringify(payload, null, 2).split('\n')]
}

function formatEvent({ at, from, to, code, reason, actor, sync }: LetterEvent): string {
  const who = actor === undefined ? '' : ` by ${actor}`
  const where = sync === undefined ? '' : ` in sync ${sync}`
  return `  ${formatInstant(at) ?? at}  ${from} (${code}: ${reason}) to ${to}${who}${where}`
}
