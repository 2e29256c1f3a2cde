import { decodeLetterDelta, type RawDelta } from '@sluice/shared/queues'
import { listTakenLetters, type SyncRecord, type TakenLetter } from '@sluice/shared/store'
import { LETTER_PAGE_LIMIT } from '../../limits.ts'
import type { SyncEdges } from '../../sync-edges.ts'
import type { OutgoingPage, OutgoingRange } from '../changes.ts'

/** The next letters that a requeue has taken; those that were closed meanwhile are missing. */
export async function readLetters(
  { db, secrets }: SyncEdges,
  sync: SyncRecord,
  range: OutgoingRange,
): Promise<OutgoingPage> {
  const page = await listTakenLetters(db, secrets, sync.id, { ...range, limit: LETTER_PAGE_LIMIT })
  return createPage(page.letters)
}

/** The letters before the first one that goes another way. */
function createPage(letters: readonly TakenLetter[]): OutgoingPage {
  const [first] = letters
  if (first === undefined) return { to: 'map', rows: [] }
  const turn = letters.findIndex(({ stage }) => stage !== first.stage)
  const page = turn === -1 ? letters : letters.slice(0, turn)
  return first.stage === 'send'
    ? { to: 'send', rows: page.map(createEventRow) }
    : { to: 'map', rows: page.map(createDeltaRow) }
}

function createEventRow({ seq, op, recordId, version, payload }: TakenLetter): RawDelta {
  return { seq, op, recordId, version, checksum: '', row: payload }
}

function createDeltaRow({ seq, op, recordId, version, epoch, payload }: TakenLetter): RawDelta {
  const { stagedAt, checksum, row } = decodeLetterDelta(payload)
  return { seq, op, recordId, version, checksum, row, origin: { epoch, stagedAt } }
}
