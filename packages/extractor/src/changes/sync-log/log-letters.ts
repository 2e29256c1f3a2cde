import { createMessageIdFactory, mapsOwnMessageId } from '@sluice/mapper/core'
import type { DeadLetterStatus } from '@sluice/shared/domain'
import { decodeLetterDelta } from '@sluice/shared/queues'
import { listTakenLetters, type SyncRecord, type TakenLetter } from '@sluice/shared/store'
import type { LoggedRow, LogStatus } from '@sluice/warehouse/port'
import { LETTER_PAGE_LIMIT } from '../../limits.ts'
import { openWarehouse, type SyncDeps } from '../../sync-deps.ts'
import { createLog } from './create-log.ts'

const STATUSES: Readonly<Partial<Record<DeadLetterStatus, LogStatus>>> = {
  delivered: 'delivered',
  superseded: 'superseded',
  open: 'dead',
}

/**
 * Writes what has become of the letters that a requeue has taken into the sync log, if the source keeps one: of one
 * that failed, what went out and what was closed; the others are as they were.
 */
export async function logLetters(deps: SyncDeps, sync: SyncRecord): Promise<void> {
  const log = await createLog(deps, sync)
  if (log === undefined) return
  const hasFailed = sync.status === 'failed' || sync.status === 'canceled'
  const statuses: readonly DeadLetterStatus[] = hasFailed
    ? ['delivered', 'superseded']
    : ['delivered', 'superseded', 'open']
  const createId = createLetterId(deps.installationId, sync)
  const rows = (async function* () {
    let afterSeq = 0
    for (;;) {
      const range = { afterSeq, toSeq: Number.MAX_SAFE_INTEGER, limit: LETTER_PAGE_LIMIT }
      const { letters, lastSeq } = await listTakenLetters(deps.db, deps.secrets, sync.id, range, statuses)
      if (lastSeq === null) return
      yield letters.map((letter) => describeLetter(letter, createId))
      afterSeq = lastSeq
    }
  })()
  const warehouse = await openWarehouse(deps, sync)
  await warehouse.writeLog({ mappingId: sync.mapping, syncId: sync.id, log, rows })
}

function describeLetter(letter: TakenLetter, createId: (letter: TakenLetter) => string | null): LoggedRow {
  const { recordId, version, op, status: end, code, reason } = letter
  const status = STATUSES[end] ?? 'dead'
  const cause = status === 'dead' ? { code, reason } : { code: null, reason: null }
  return { recordId, version, op, status, ...cause, messageId: createId(letter) }
}

/** The id under which a letter went out: that of its event, or of its delta, in the epoch in which it was staged. */
function createLetterId(
  installationId: string,
  { mapping, plan }: SyncRecord,
): (letter: TakenLetter) => string | null {
  const isOwn = mapsOwnMessageId(plan.mapping)
  return ({ stage, status, payload, recordId, version, epoch }) => {
    if (stage === 'send') {
      const { messageId } = JSON.parse(payload) as { readonly messageId?: unknown }
      return typeof messageId === 'string' ? messageId : null
    }
    if (isOwn || status !== 'delivered') return null
    const { checksum } = decodeLetterDelta(payload)
    return createMessageIdFactory({ installationId, mappingId: mapping, epoch })({
      recordId,
      version,
      checksum,
    })
  }
}
