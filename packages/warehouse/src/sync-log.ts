import type { Op, SyncOrigin } from '@sluice/shared/domain'

/** What the sync log says of a sync as a whole; instants are ISO-8601, counts are rows. */
export interface LoggedSync {
  readonly number: number
  readonly model: string
  readonly destination: string
  readonly origin: SyncOrigin
  readonly status: 'succeeded' | 'partial' | 'failed' | 'canceled'
  /** Why it failed, in one line. */
  readonly error: string | null
  readonly startedAt: string | null
  /** The instant of the rows that were compared. */
  readonly stagedAt: string | null
  readonly added: number
  readonly updated: number
  readonly deleted: number
  readonly skipped: number
  readonly invalid: number
  readonly delivered: number
  readonly dead: number
}

/** Why a staged row did not go out. */
export interface DeadRow {
  readonly seq: number
  readonly code: string
  readonly reason: string
  /** True when an event was made of it, which has a messageId. */
  readonly hasEvent: boolean
}

/** What a commit writes into the sync log beside what it remembers. */
export interface LogRequest {
  readonly sync: LoggedSync
  /** What is older goes. */
  readonly keepMs: number
  /** What the text begins with that the messageIds of an epoch are digests of; null where the mapping gives others. */
  readonly createIdPrefix: ((epoch: number) => string) | null
  /** Pages of the rows that became dead letters after they were staged. */
  readonly listDead: () => AsyncIterable<readonly DeadRow[]>
}

/** What became of one change of a record. */
export interface LoggedRow {
  /** Null where the row has no usable identifier. */
  readonly recordId: string | null
  readonly version: number
  readonly op: Op | 'invalid'
  readonly status: LogStatus
  /** Why, as docs/errors.md lists it, or who kept it back: `filter`, `trigger`. */
  readonly code: string | null
  readonly reason: string | null
  readonly messageId: string | null
}

/** How a change of a record ended. `in_doubt`: it may have gone out, and the next sync sends it again under its id. */
export type LogStatus = 'delivered' | 'dead' | 'skipped' | 'in_doubt' | 'superseded'

/** Rows of a sync whose staged rows are gone, or that had none. */
export interface WriteLogRequest {
  readonly mappingId: string
  readonly syncId: string
  readonly log: Pick<LogRequest, 'sync' | 'keepMs'>
  readonly rows: AsyncIterable<readonly LoggedRow[]>
}
