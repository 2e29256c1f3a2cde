import { find, type Finding } from './judge-arrivals.ts'

/** A sync as it was written down. */
export interface SyncBook {
  readonly id: string
  readonly mapping: string
  readonly status: string
  readonly extracted: number
  readonly skipped: number
  readonly invalid: number
  readonly delivered: number
  readonly dead: number
  readonly inFlight: number
  readonly errorCode: string | null
}

/** What the Tracking API has counted. */
export interface Received {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
}

/** The one failure that a crash of the warehouse may bring: its unlogged tables are empty. */
const MAY_FAIL_WITH: readonly (string | null)[] = ['staged_rows_lost']

/**
 * Holds what was written down against what arrived. A post without an answer is in
 * nobody's books, so that the two bound each other.
 */
export function judgeBooks(syncs: readonly SyncBook[], received: Received): readonly Finding[] {
  const sum = (count: (sync: SyncBook) => number): number =>
    syncs.reduce((total, sync) => total + count(sync), 0)
  const delivered = sum((sync) => sync.delivered)
  const open = sum((sync) => sync.inFlight)
  const arrived = received.accepted + received.duplicates
  return [
    find(
      'syncs have more or less delivered, dead, skipped and invalid than extracted',
      listIds(syncs, ({ status, inFlight }) => inFlight < 0 || (status === 'succeeded' && inFlight !== 0)),
    ),
    find('syncs have not ended well', listIds(syncs, hasEndedIll)),
    find('events were rejected', received.rejected > 0 ? [`${received.rejected} events`] : []),
    find(
      'events are booked as delivered and have not arrived',
      delivered > arrived ? [`${delivered} booked, ${arrived} arrived`] : [],
    ),
    find(
      'events have arrived and are in no book',
      received.accepted > delivered + open
        ? [`${received.accepted} accepted, ${delivered} booked as delivered, ${open} open in ended syncs`]
        : [],
    ),
  ].filter(({ count }) => count > 0)
}

function hasEndedIll({ status, errorCode, invalid, dead }: SyncBook): boolean {
  if (status === 'failed') return !MAY_FAIL_WITH.includes(errorCode)
  return !['succeeded', 'canceled'].includes(status) || invalid + dead > 0
}

function listIds(syncs: readonly SyncBook[], isWrong: (sync: SyncBook) => boolean): readonly string[] {
  return syncs.filter(isWrong).map((sync) => JSON.stringify(sync))
}
