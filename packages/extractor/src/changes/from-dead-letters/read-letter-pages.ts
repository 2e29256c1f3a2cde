import { decodeLetterDelta, type RawDelta } from '@sluice/shared/queues'
import { listTakenLetters, type SyncRecord, type TakenLetter } from '@sluice/shared/store'
import { LETTER_PAGE_LIMIT } from '../../limits.ts'
import type { SyncDeps } from '../../sync-deps.ts'
import type { OutgoingPage, OutgoingRange } from '../changes.ts'

/** The letters that a requeue has taken; those that were closed meanwhile are missing. */
export async function* readLetterPages(
  { db, secrets }: SyncDeps,
  sync: SyncRecord,
  { afterSeq, toSeq }: OutgoingRange,
): AsyncGenerator<OutgoingPage, void, undefined> {
  let position = afterSeq
  while (position < toSeq) {
    const range = { afterSeq: position, toSeq, limit: LETTER_PAGE_LIMIT }
    const page = createPage((await listTakenLetters(db, secrets, sync.id, range)).letters)
    const last = page.rows.at(-1)
    if (last === undefined) return
    yield page
    position = last.seq
  }
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
