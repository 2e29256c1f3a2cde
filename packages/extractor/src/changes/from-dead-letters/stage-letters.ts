import { listColumnsRead } from '@sluice/mapper/core'
import { decodeLetterDelta } from '@sluice/shared/queues'
import {
  closeSupersededLetters,
  countTakenLetters,
  listTakenLetters,
  readDatabaseTime,
  recordStaged,
  reopenTakenLetters,
  type SyncRecord,
  type TakenLetter,
} from '@sluice/shared/store'
import { findMissingColumns } from '../../core/index.ts'
import { LETTER_PAGE_LIMIT } from '../../limits.ts'
import { openWarehouse, type SyncDeps } from '../../sync-deps.ts'

/**
 * Looks which of the letters that a requeue has taken are still worth sending: one whose record has gone out in a newer
 * version since is closed, and one that was staged without a column which the mapping reads now is open again. What is
 * left is delivered like the rows of any sync.
 */
export async function stageLetters(deps: SyncDeps, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  let afterSeq = 0
  for (;;) {
    signal.throwIfAborted()
    const toSeq = Number.MAX_SAFE_INTEGER
    const page = await listTakenLetters(deps.db, deps.secrets, sync.id, {
      afterSeq,
      toSeq,
      limit: LETTER_PAGE_LIMIT,
    })
    if (page.lastSeq === null) break
    if (page.unreadable.length > 0) {
      await reopenTakenLetters(deps.db, sync.id, page.unreadable)
      deps.log.warn(
        { sync: sync.id, letters: page.unreadable.length },
        'letters cannot be opened with this key',
      )
    }
    await closeSuperseded(deps, sync, page.letters)
    await reopenIncomplete(deps, sync, page.letters)
    afterSeq = page.lastSeq
  }
  const { closed, incomplete, ...counts } = await countTakenLetters(deps.db, sync.id)
  const stagedAt = (await readDatabaseTime(deps.db)).toISOString()
  const staged = { ...counts, stagedAt, invalid: incomplete, skipped: closed - incomplete }
  if (await recordStaged(deps.db, sync.id, staged)) {
    deps.log.info({ sync: sync.id, mapping: sync.mapping, closed, incomplete, ...counts }, 'requeue staged')
  }
}

async function closeSuperseded(
  deps: SyncDeps,
  sync: SyncRecord,
  letters: readonly TakenLetter[],
): Promise<void> {
  const warehouse = await openWarehouse(deps, sync)
  const { epoch, versions } = await warehouse.readDelivered(
    { installationId: deps.installationId, mappingId: sync.mapping },
    letters.map(({ recordId }) => recordId),
  )
  const delivered = letters.flatMap(({ id, recordId }) => {
    const version = versions.get(recordId)
    return version === undefined ? [] : [{ id, epoch, version }]
  })
  const ids = letters.map(({ id }) => id)
  await closeSupersededLetters(deps.db, sync.id, ids, delivered)
}

/** What the mapping would make of such a letter is not what it makes of the row: it would send nulls. */
async function reopenIncomplete(
  deps: SyncDeps,
  { id, plan }: SyncRecord,
  letters: readonly TakenLetter[],
): Promise<void> {
  const read = listColumnsRead(plan.mapping)
  const incomplete = new Map<string, string[]>()
  for (const letter of letters) {
    if (letter.stage !== 'map') continue
    const missing = findMissingColumns(decodeLetterDelta(letter.payload), read)
    if (missing.length === 0) continue
    const reason = describeMissing(missing)
    incomplete.set(reason, [...(incomplete.get(reason) ?? []), letter.id])
  }
  for (const [reason, ids] of incomplete)
    await reopenTakenLetters(deps.db, id, ids, { code: 'row_incomplete', reason })
}

function describeMissing(missing: readonly string[] | 'all'): string {
  if (missing === 'all')
    return 'the row was staged without columns that the mapping did not read then, and the mapping reads the whole row now'
  const columns = missing.length === 1 ? 'column' : 'columns'
  return `the row was staged without ${missing.join(', ')}, and the mapping reads the ${columns} now`
}
