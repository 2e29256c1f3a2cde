import type { NextDelta, Op, RecordFacts, RememberedRecord, StagedRecord } from '@sluice/shared/domain'

/** How a mapping looks at what is remembered. */
interface Selecting {
  readonly trigger: readonly Op[]
  /** True when what was kept back is looked at again. */
  readonly looksAgain: boolean
}

/** What is remembered of a record once the sync that has it staged is committed. */
export function foresee(
  remembered: RememberedRecord | null,
  staged: StagedRecord | null,
): RememberedRecord | null {
  if (staged === null) return remembered
  const { op, version, checksum, isToDeliver } = staged
  const isInvalid = op === 'invalid'
  return {
    version,
    checksum: isInvalid ? '' : checksum,
    delivered: isToDeliver ? version : (remembered?.delivered ?? null),
    isKnown: !isInvalid,
    inDoubt: null,
    keptBack: isToDeliver || isInvalid ? null : remembered?.keptBack === 'added' ? 'added' : op,
    deletedAt: op === 'deleted' ? NOW : null,
    sync: null,
    isDigestOfVersion: true,
  }
}

// Whatever the instant is, it says that the record has gone.
const NOW = new Date(0).toISOString()

/**
 * What staging would make of one record, given what is remembered of it and the rows that have its id: the rule that
 * every warehouse carries out for all of them at once. null when it has not changed.
 */
export function decideNext(
  remembered: RememberedRecord | null,
  rows: RecordFacts['rows'],
  { trigger, looksAgain }: Selecting,
): NextDelta | null {
  const [row = null, twin] = rows
  const version = (remembered?.version ?? 0) + 1
  if (twin !== undefined) return { op: 'invalid', version }
  const known = remembered?.isKnown === true && remembered.checksum !== '' ? remembered.checksum : null
  const { inDoubt = null, keptBack = null } = remembered ?? {}
  if (row === null) {
    if (inDoubt !== null) return { op: 'deleted', version: version - (known === null ? 1 : 0) }
    const isForgotten = remembered?.isKnown === true && known === null && remembered.deletedAt === null
    const isToDelete = known !== null || isForgotten || (looksAgain && keptBack === 'deleted')
    return isToDelete ? { op: 'deleted', version } : null
  }
  if (inDoubt !== null) {
    const comeback = trigger.includes('updated') ? 'updated' : 'added'
    // As it was, it has the version that it had, and so the same messageId.
    return {
      op: inDoubt === 'deleted' ? comeback : inDoubt,
      version: version - (known === row.checksum ? 1 : 0),
    }
  }
  if (known === null) return { op: 'added', version }
  if (looksAgain && keptBack !== null) return { op: keptBack, version }
  return known === row.checksum ? null : { op: 'updated', version }
}
