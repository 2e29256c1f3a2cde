import type { SyncDocument } from '@sluice/shared/domain'
import type { Counts } from '@sluice/emulator/server'

/** The syncs of one round, with their sums. */
export interface Round {
  readonly extracted: number
  readonly skipped: number
  readonly invalid: number
  readonly delivered: number
  readonly dead: number
  readonly syncs: readonly SyncDocument[]
}

/** What `sluice demo --json` prints. */
export interface DemoDocument {
  readonly first: Round
  readonly second: Round
  readonly emulator: Pick<
    Counts,
    'requests' | 'events' | 'accepted' | 'rejected' | 'duplicates' | 'byRegion' | 'byType'
  >
  /**
   * True when the syncs' delivered and the emulator's accepted events are the same
   * number, and every row is accounted for.
   */
  readonly agrees: boolean
}

/** The sums over the syncs of one round. */
export function sumRound(syncs: readonly SyncDocument[]): Round {
  const sum = (field: 'extracted' | 'skipped' | 'invalid' | 'delivered' | 'dead'): number =>
    syncs.reduce((total, sync) => total + sync[field], 0)
  return {
    extracted: sum('extracted'),
    skipped: sum('skipped'),
    invalid: sum('invalid'),
    delivered: sum('delivered'),
    dead: sum('dead'),
    syncs,
  }
}

/** Holds what the syncs say against what the emulator received. */
export function compareCounts(first: Round, second: Round, counts: Counts): DemoDocument {
  const { requests, events, accepted, rejected, duplicates, byRegion, byType } = counts
  const isClosed = [first, second].every(
    ({ extracted, skipped, invalid, delivered, dead }) => extracted === skipped + invalid + delivered + dead,
  )
  return {
    first,
    second,
    emulator: { requests, events, accepted, rejected, duplicates, byRegion, byType },
    agrees: isClosed && accepted === first.delivered + second.delivered && rejected === 0 && duplicates === 0,
  }
}
