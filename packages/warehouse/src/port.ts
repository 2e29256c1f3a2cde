import type { Check, Op } from '@sluice/shared/domain'
import type { DraftQuery, IdentifierCounts } from './draft-query.ts'
import type { RecordReader } from './record-reader.ts'
import type {
  CommitRequest,
  MappingOwner,
  MemoryManifest,
  ModelQuery,
  RememberRequest,
  StageRequest,
} from './requests.ts'
import type { WriteLogRequest } from './sync-log.ts'

export type { DeadRow, LoggedRow, LoggedSync, LogRequest, LogStatus, WriteLogRequest } from './sync-log.ts'
export type {
  CommitRequest,
  ComparedColumns,
  ManifestRow,
  MappingOwner,
  MemoryManifest,
  ModelQuery,
  RememberRequest,
  SeqRange,
  StageRequest,
  WantedMemory,
} from './requests.ts'

/** One column of a model's result; `type` is the warehouse's own name for its type. */
export interface Column {
  readonly name: string
  readonly type: string
  /** One line, where the column can be synced and probably not as it is meant. */
  readonly warning?: string
}

/** What one look at a warehouse has shown. */
export type WarehouseCheck = Check<'reachable' | 'version' | 'writable' | 'schema' | 'tables'>

/**
 * What staging found, in rows. `invalid` counts every row that has no usable identifier
 * or is too large; `skipped` the deltas that the trigger does not ask for; `toDeliver`
 * = added + updated + deleted - skipped, and they stand in `seq` 1 to `lastSeq`.
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
  /**
   * The records that the model was compared with: those that were there at the last commit
   * and have been delivered or skipped. Neither tombstones of deleted records nor groups
   * of rows that were never delivered are among them, so `deleted` is at most `known`.
   */
  readonly known: number
}

/** What staging found, and the memory that it was compared with; its epoch is that of the deltas. */
export interface StageResult extends StagedSummary, MemoryManifest {}

/** A staged delta to deliver. `row` is JSON text as the warehouse wrote it; `checksum` is empty for a deleted row. */
export interface StagedRow {
  readonly seq: number
  readonly op: Op
  readonly recordId: string
  readonly version: number
  readonly checksum: string
  readonly row: string
}

/** Why a row cannot be delivered. */
export type InvalidCode = 'identifier_null' | 'identifier_duplicate' | 'row_too_large'

/**
 * A row that cannot be delivered, because its identifier does not tell it from others or because it is too large.
 * `row` is JSON text; of a row that is too large only the identifier, since the whole can be read in the warehouse.
 */
export interface InvalidRow {
  readonly seq: number
  /** Null when the identifier is null or empty. */
  readonly recordId: string | null
  readonly code: InvalidCode
  /** One line for the operator, without row values. */
  readonly reason: string
  /** The version that the record would have had. */
  readonly version: number
  readonly row: string
}

/** A row of a model as a mapping would see it; `row` is JSON text. */
export interface PreviewRow {
  /** Null when the identifier is null or empty, or there is none yet. */
  readonly recordId: string | null
  readonly row: string
}

/**
 * Staged rows with `seq` above `afterSeq`, and up to `toSeq` when given, in pages of at most `limit`
 * rows; pages of wide rows are shorter. Whoever has stopped goes on after the last row that it has seen.
 */
export interface StagedRange {
  readonly afterSeq: number
  readonly toSeq?: number
  readonly limit: number
}

/** Records by how they are remembered; of deleted ones only those whose delete was kept back. */
export interface RecordCounts {
  readonly sent: number
  readonly keptBack: number
}

/** Which version of some records has gone out last; `versions` has those of which one did, deleted ones included. */
export interface DeliveredVersions {
  /** The epoch that is remembered; 0 when nothing is. */
  readonly epoch: number
  readonly versions: ReadonlyMap<string, number>
}

/**
 * Where rows come from, and where the memory of what was already delivered is kept.
 * Every method fails with a SluiceError; none holds more than one page of rows in memory.
 *
 * Whoever calls promises that a mapping has one running sync, whichever process works on it: a warehouse
 * needs no lock that outlives a statement, and may have the same sync's calls twice at once, when a
 * process that was taken for dead goes on. A warehouse promises that what is staged is complete where it
 * is, and that rows and what the memory says of itself change together: both come with one transaction, or
 * with one statement. What differs is a trait (traits.ts); \`src/contract\` holds all of this as tests.
 */
export interface Warehouse extends RecordReader {
  /** Proves that the warehouse is reachable and that the state schema exists or can be made. */
  check(): Promise<void>

  /**
   * Looks at whatever syncs need here but the models, and changes nothing; one that
   * cannot be reached is told, not thrown.
   */
  inspect(): Promise<readonly WarehouseCheck[]>

  /**
   * The columns of a model, without running its query; fails where the query could not be staged.
   * Here as below, aborting the signal cancels what runs in the warehouse, and rejects with its reason.
   */
  describe(model: DraftQuery, modelId: string, signal?: AbortSignal): Promise<readonly Column[]>

  /** Real rows of a model, in the very form that staging would give them; writes nothing. */
  readRows(
    model: DraftQuery,
    modelId: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly PreviewRow[]>

  /** Runs the whole query of a model, and counts what staging would take for rows without a usable identifier. */
  countIdentifier(model: ModelQuery, modelId: string, signal?: AbortSignal): Promise<IdentifierCounts>

  /**
   * Compares a model with what its mapping committed, and keeps the difference until
   * commit or discard; idempotent per sync.
   */
  stage(request: StageRequest): Promise<StageResult>

  /**
   * Pages of staged rows to deliver, in `seq` order, none of them empty; a page is read when it is
   * asked for, and no more than one is held. Fails with `staged_rows_lost` where the rows are gone.
   */
  readStaged(syncId: string, range: StagedRange): AsyncIterable<readonly StagedRow[]>

  /** Pages of staged rows that cannot be delivered, likewise. They are numbered after those to deliver. */
  readInvalid(syncId: string, range: StagedRange): AsyncIterable<readonly InvalidRow[]>

  /**
   * Remembers the staged difference as delivered, and drops it; a second commit of the same sync
   * changes nothing. What was staged under an earlier epoch than is remembered counts as lost. Where the sync log
   * cannot be written it changes nothing and fails with `sync_log_unusable`: it may be called again without.
   */
  commit(request: CommitRequest): Promise<MemoryManifest>

  /** Remembers what is known of a sync whose staged rows are gone; a second time changes nothing. */
  remember(request: RememberRequest): Promise<MemoryManifest>

  /** Writes what became of the rows of a sync into the sync log, in the place of what it said of that sync before. */
  writeLog(request: WriteLogRequest): Promise<void>

  /** How many records of a mapping are remembered: as sent, and as kept back by its filter or trigger. */
  countRecords(owner: MappingOwner): Promise<RecordCounts>

  /** Drops what a sync staged, if anything: the next sync finds the same difference again. */
  discard(syncId: string): Promise<void>

  /** The syncs that have staged rows in this warehouse, those of other installations included. */
  listStaged(): Promise<readonly StagedSync[]>

  /** The newest version of each of these records that was committed and did not become a dead letter. */
  readDelivered(owner: MappingOwner, recordIds: readonly string[]): Promise<DeliveredVersions>

  close(): Promise<void>
}

/** A staged table in the warehouse, and whose it is. */
export interface StagedSync extends MappingOwner {
  readonly syncId: string
}
