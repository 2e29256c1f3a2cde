import type { RecordLetter } from '@sluice/shared/store'
import type { RecordVersion } from './record-document.ts'

/** A version that became a dead letter, and what became of that. */
export function describeLetter(letter: RecordLetter, messageIds: readonly string[]): RecordVersion {
  const { version, epoch, op, sync, id, createdAt, updatedAt } = letter
  const status = letter.status === 'open' ? 'dead' : letter.status
  return {
    version,
    epoch,
    op,
    sync: letter.status === 'delivered' ? (letter.requeue ?? sync) : sync,
    at: letter.history.length === 0 ? createdAt : updatedAt,
    status,
    messageIds,
    reason: explainLetter(letter),
    deadLetter: id,
  }
}

function explainLetter({ status, code, reason, history }: RecordLetter): string {
  const cause = `${code}: ${reason}`
  switch (status) {
    case 'open':
      return cause
    case 'requeued':
      return `to be sent again, after ${cause}`
    case 'delivered':
      return `sent again, after ${cause}`
    case 'superseded':
      return `not sent again, since a newer version had gone out, after ${cause}`
    case 'discarded': {
      const actor = history.at(-1)?.actor
      return actor === undefined
        ? `the filter did not let it pass when it was sent again, after ${cause}`
        : `discarded by ${actor}, after ${cause}`
    }
    default:
      return status satisfies never
  }
}
