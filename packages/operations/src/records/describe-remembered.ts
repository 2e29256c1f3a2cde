import type { RememberedRecord } from '@sluice/shared/domain'
import type { NamedSync } from '@sluice/shared/store'
import type { RecordVersion } from './record-document.ts'

/** The last version of a record, where nothing but the memory tells of it; `sync` is the one that it comes from. */
export function describeRemembered(
  remembered: RememberedRecord,
  sync: NamedSync | undefined,
): Omit<RecordVersion, 'messageIds' | 'epoch'> {
  const { version, delivered, isKnown, inDoubt, keptBack, deletedAt } = remembered
  const known = { version, sync: sync?.id ?? null, at: sync?.finishedAt ?? deletedAt, deadLetter: null }
  const op = deletedAt !== null ? 'deleted' : version === 1 ? 'added' : null
  if (inDoubt !== null) return { ...known, op: inDoubt, status: 'in doubt', reason: null }
  if (keptBack !== null) {
    const reason = 'the trigger or the filter kept it back'
    return { ...known, op: op ?? (keptBack === 'updated' ? keptBack : null), status: 'skipped', reason }
  }
  if (delivered === version) return { ...known, op, status: 'delivered', reason: null }
  if (!isKnown) {
    return {
      ...known,
      op: 'invalid',
      status: 'dead',
      reason: 'its identifier did not tell it from other rows',
    }
  }
  if (sync?.origin === 'baseline') return { ...known, op, status: 'taken as sent', reason: 'by a baseline' }
  const reason = 'a baseline took it as sent, or it became a dead letter that is not kept any more'
  return { ...known, op, status: 'unknown', reason }
}
