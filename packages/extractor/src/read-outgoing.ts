import { decodeLetterDelta, type RawDelta } from '@sluice/shared/queues'
import { listTakenLetters, type SyncRecord, type TakenLetter } from '@sluice/shared/store'
import { LETTER_PAGE_LIMIT, PAGE_LIMIT_ROWS } from './limits.ts'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'

/** Rows of a sync on their way to one queue, in `seq` order. `row` of one that goes to `send` is its event, serialised. */
export interface OutgoingPage {
  readonly to: 'map' | 'send'
  readonly rows: readonly RawDelta[]
}

/**
 * The next rows of a sync after `afterSeq` and up to `toSeq`; an empty page is the end. They come from what was staged in the
 * warehouse, or, for a requeue, from the letters that it has taken.
 */
export async function readOutgoing(
  edges: SyncEdges,
  sync: SyncRecord,
  range: { readonly afterSeq: number; readonly toSeq: number },
): Promise<OutgoingPage> {
  if (sync.trigger === 'requeue') {
    const limit = LETTER_PAGE_LIMIT
    const page = await listTakenLetters(edges.db, edges.secrets, sync.id, { ...range, limit })
    return createLetterPage(page.letters)
  }
  const warehouse = await openWarehouse(edges, sync)
  return { to: 'map', rows: await warehouse.readStaged(sync.id, { ...range, limit: PAGE_LIMIT_ROWS }) }
}

/** The letters before the first one that goes another way. */
function createLetterPage(letters: readonly TakenLetter[]): OutgoingPage {
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
