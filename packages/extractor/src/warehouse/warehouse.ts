import type { Op } from '@sluice/shared/domain'

/** The query of a model and the column of its result that tells one row from another. */
export interface ModelQuery {
  readonly query: string
  readonly identifier: string
}

/** One column of a model's result; `type` is the warehouse's own name for its type. */
export interface Column {
  readonly name: string
  readonly type: string
}

/** What to stage: the rows of a model that differ from what a mapping last committed. */
export interface StageRequest {
  readonly installationId: string
  readonly mappingId: string
  /** UUID of the sync. */
  readonly syncId: string
  /** Named in messages. */
  readonly modelId: string
  readonly model: ModelQuery
  readonly trigger: readonly Op[]
}

/** Which sync to fold into what a mapping has committed. */
export interface CommitRequest {
  /** Of the rows to deliver, only those in these ranges: what a sync that failed had delivered. All of them if absent. */
  readonly only?: readonly { readonly fromSeq: number; readonly toSeq: number }[]
  readonly installationId: string
  readonly mappingId: string
  readonly syncId: string
}

/**
 * What staging found, in rows. `invalid` counts every row without a usable identifier; `skipped` the deltas that the trigger
 * does not ask for; `toDeliver` = added + updated + deleted - skipped, and they stand in `seq` 1 to `lastSeq`.
 */
export interface StagedSummary {
  /** ISO-8601 UTC instant of the snapshot that was compared. */
  readonly stagedAt: string
  readonly added: number
  readonly updated: number
  readonly deleted: number
  readonly invalid: number
  readonly skipped: number
  readonly toDeliver: number
  /** The last `seq` to deliver; 0 when there is nothing to deliver. */
  readonly lastSeq: number
}

/** A staged delta to deliver. `row` is JSON text as the warehouse wrote it; `checksum` is empty for a deleted row. */
export interface StagedRow {
  readonly seq: number
  readonly op: Op
  readonly recordId: string
  readonly version: number
  readonly checksum: string
  readonly row: string
}

/** A row that cannot be delivered because its identifier does not tell it from others; `row` is JSON text. */
export interface InvalidRow {
  readonly seq: number
  /** Null when the identifier is null or empty. */
  readonly recordId: string | null
  readonly code: 'identifier_null' | 'identifier_duplicate'
  /** One line for the operator, without row values. */
  readonly reason: string
  /** The version that the record would have had. */
  readonly version: number
  readonly row: string
}

/** A row of a model as a mapping would see it; `row` is JSON text. */
export interface PreviewRow {
  readonly recordId: string | null
  readonly row: string
}

/**
 * A slice of staged rows: at most `limit` rows with `seq` above `afterSeq`, and up to `toSeq` when given.
 * A slice of wide rows may be shorter; only an empty one is the end.
 */
export interface StagedRange {
  readonly afterSeq: number
  readonly toSeq?: number
  readonly limit: number
}

/**
 * Where rows come from, and where the memory of what was already delivered is kept.
 * Every method fails with a SluiceError; none holds more than one page of rows in memory.
 */
export interface Warehouse {
  /** Proves that the warehouse is reachable and that the state schema exists or can be made. */
  check(): Promise<void>

  /** The columns of a model, without running its query; fails where the query could not be staged. */
  describe(model: ModelQuery, modelId: string): Promise<readonly Column[]>

  /** Real rows of a model, in the very form that staging would give them; writes nothing. */
  readRows(model: ModelQuery, modelId: string, limit: number): Promise<readonly PreviewRow[]>

  /** Compares a model with what its mapping committed, and keeps the difference until commit or discard; idempotent per sync. */
  stage(request: StageRequest): Promise<StagedSummary>

  /** Staged rows to deliver, in `seq` order. */
  readStaged(syncId: string, range: StagedRange): Promise<readonly StagedRow[]>

  /** Staged rows that cannot be delivered, in `seq` order. */
  readInvalid(syncId: string, range: StagedRange): Promise<readonly InvalidRow[]>

  /** Remembers the staged difference as delivered, and drops it; a second commit of the same sync changes nothing. */
  commit(request: CommitRequest): Promise<void>

  /** Drops what a sync staged, if anything: the next sync finds the same difference again. */
  discard(syncId: string): Promise<void>

  /** The syncs that have staged rows in this warehouse, those of other installations included. */
  listStaged(): Promise<readonly StagedSync[]>

  /** Forgets what a mapping has committed: its next sync finds every row added. */
  reset(request: { readonly installationId: string; readonly mappingId: string }): Promise<void>

  close(): Promise<void>
}

/** A staged table in the warehouse, and whose it is. */
export interface StagedSync {
  readonly syncId: string
  readonly installationId: string
  readonly mappingId: string
}
