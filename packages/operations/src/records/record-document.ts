import type { Json, Op, Waiting } from '@sluice/shared/domain'

/**
 * What became of a version of a record. `requeued`: a dead letter that is to be sent again; `superseded`: one that was
 * closed because a newer version had gone out; `skipped`: the trigger or the filter kept it back; `in doubt`: it may
 * have gone out, and nobody knows; `taken as sent`: by a baseline; `unknown`: nothing is kept that would tell.
 */
export type VersionStatus =
  | 'on its way'
  | 'delivered'
  | 'dead'
  | 'requeued'
  | 'superseded'
  | 'discarded'
  | 'skipped'
  | 'in doubt'
  | 'taken as sent'
  | 'unknown'

/** One version of a record. */
export interface RecordVersion {
  readonly version: number
  /** Versions are counted anew after a reset, which begins an epoch; null where that is not kept. */
  readonly epoch: number | null
  /** null where nothing is kept that would tell. */
  readonly op: Op | 'invalid' | null
  /** Id of the sync that had it; null where that is not kept. */
  readonly sync: string | null
  /** When that became of it; null where that is not kept, or has not come yet. */
  readonly at: string | null
  readonly status: VersionStatus
  /** Of the events that were made of it; none where none was, or nothing is kept that would tell. */
  readonly messageIds: readonly string[]
  readonly reason: string | null
  /** Id of its dead letter. */
  readonly deadLetter: string | null
}

/** What the next sync makes of a record. */
export interface PendingChange {
  readonly op: Op | 'invalid'
  readonly version: number
  readonly outcome: 'event' | 'skipped' | 'invalid'
  readonly messageId: string | null
  /** The call of the Segment Spec; not for viewers. */
  readonly event?: unknown
  readonly reason?: string
}

/** What the warehouse remembers of a record. */
export interface RememberedDocument {
  readonly epoch: number
  readonly version: number
  /** The last version that went out; null for none. */
  readonly deliveredVersion: number | null
  /** Id of the sync that the version comes from; null where that is not kept. */
  readonly sync: string | null
  readonly deletedAt: string | null
}

/** What is waited for; `since` is null where that is not known. */
export interface RecordWaiting extends Omit<Waiting, 'since'> {
  readonly since: string | null
}

/** By what a record was found. */
export type FoundBy = 'record id' | 'user id' | 'messageId' | 'dead letter'

/** The story of a record, as `sluice record --json` prints it. */
export interface RecordDocument {
  readonly mapping: string
  /** null for viewers that have not named it. */
  readonly recordId: string | null
  readonly foundBy: FoundBy
  /** Ids of other records that were found by the same; none for viewers. */
  readonly others: readonly string[]
  /** The row that has its id now; null for none, and for viewers. */
  readonly row: Json
  readonly remembered: RememberedDocument | null
  /** null where the next sync makes nothing of it. */
  readonly pending: PendingChange | null
  readonly waiting: RecordWaiting | null
  /** Oldest first. */
  readonly versions: readonly RecordVersion[]
  /** What is not known, and why; one line each. */
  readonly notes: readonly string[]
}
