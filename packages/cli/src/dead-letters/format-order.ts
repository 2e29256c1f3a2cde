import type { LettersLeft, LettersTaken } from '@sluice/shared/store'

/** What an order has done, or would do: `12 of 15 open dead letters are requeued`. */
export function formatOrder(done: number, matched: number, verb: string): string {
  const letters = matched === 1 ? 'open dead letter' : 'open dead letters'
  return `${done.toLocaleString('en-US')} of ${matched.toLocaleString('en-US')} ${letters} ${verb}`
}

/** Letters that a requeue has left as they are: why, and what to do. */
export function formatLeft({ mapping, destination, why, letters }: LettersLeft): string {
  const count = letters.toLocaleString('en-US')
  switch (why) {
    case 'stage extract':
      return `${count} letters of the stage extract are left: mend the rows of ${mapping} in the warehouse, and the next sync sends them`
    case 'mapping removed':
      return `${count} letters are left: their mapping ${mapping} was removed; apply it again, or \`sluice dead-letters discard --mapping ${mapping}\``
    case 'mapping disabled':
      return `${count} letters are left: their mapping ${mapping} is disabled; \`sluice enable mapping/${mapping}\``
    case 'destination disabled':
      return `${count} letters of ${mapping} are left: its destination ${destination} is disabled; \`sluice enable destination/${destination}\``
    default:
      return why satisfies never
  }
}

const FATES: Readonly<Record<LettersTaken['status'], string>> = {
  requeued: 'on their way already',
  delivered: 'delivered',
  superseded: 'closed, since their record has gone out in a newer version',
  discarded: 'discarded',
}

/** Letters that an order could not be about, since they are not open any more: what became of them, and by whom. */
export function formatTaken({ status, actor, letters }: LettersTaken): string {
  const who = actor === null ? '' : `, ${status} by ${actor}`
  return `${letters.toLocaleString('en-US')} of those meant are ${FATES[status]}${status === 'discarded' ? who.replace(', discarded', '') : who}`
}
