import type { Op } from '@sluice/shared/domain'
import type { LogRequest } from './sync-log.ts'

/** The query of a model and the column of its result that tells one row from another. */
export interface ModelQuery {
  readonly query: string
  readonly identifier: string
}

/** Whose memory it is. */
export interface MappingOwner {
  readonly installationId: string
  readonly mappingId: string
}

/** What a mapping's memory in a warehouse says of itself. */
export interface MemoryManifest {
  /** 0 when there is none. */
  readonly epoch: number
  /** How often it has changed; 0 when there is none. */
  readonly generation: number
}

/** What a sync expects of its mapping's memory. */
export interface WantedMemory extends MemoryManifest {
  /**
   * `reset` forgets what was sent in an earlier epoch, so that every row is added, and
   * records that have gone are deleted; `baseline` takes whatever is remembered, and goes on
   * in the epoch given; `null` goes on with a memory that is as old as expected, or newer.
   */
  readonly order: 'reset' | 'baseline' | null
}

/** The names of columns that count, beside the identifier, when rows are compared; or all that the model has. */
export type ComparedColumns = readonly string[] | 'all'

/** What to stage: the rows of a model that differ from what a mapping last committed. */
export interface StageRequest {
  readonly installationId: string
  readonly mappingId: string
  readonly memory: WantedMemory
  /** UUID of the sync. */
  readonly syncId: string
  /** Named in messages. */
  readonly modelId: string
  readonly model: ModelQuery
  readonly trigger: readonly Op[]
  /**
   * What decides which deltas a mapping sends, as one short text. What was kept back
   * under another one is looked at again: it is staged although it has not changed.
   */
  readonly selection: string
  /**
   * A row has changed when one of these has; they, and no others, are staged. When they are others than before, rows
   * are compared by those of before once more, and remembered by these.
   */
  readonly compared: ComparedColumns
  /**
   * Asked for the columns that the mapping reads when the model lacks some that it had
   * at the last commit: one that is read and gone fails with `model_changed`.
   */
  readonly listColumnsRead: () => Promise<readonly string[] | 'all'>
  /** True to compare as a reset would have it and to forget nothing: what is staged is only looked at. */
  readonly keepsMemory?: boolean
  /**
   * Aborting it cancels the statement that runs in the warehouse, rolls everything back, and rejects with its reason.
   */
  readonly signal?: AbortSignal | undefined
}

/** Staged rows with fromSeq <= seq <= toSeq. */
export interface SeqRange {
  readonly fromSeq: number
  readonly toSeq: number
}

/** Which sync to merge into what a mapping has committed. */
export interface CommitRequest {
  /** A memory with a lower generation is refused with `warehouse_state_outdated`, but by a baseline. Absent for any. */
  readonly generation?: number
  /** True to merge into a memory with a lower generation, too; it is as old after that as it was before. */
  readonly takesOlder?: boolean
  /** False for a memory that the mapping has left for another source: it gets no new generation. Absent for true. */
  readonly isCurrent?: boolean
  /** True for a sync that took everything as sent: nothing of it was kept back. */
  readonly isBaseline?: boolean
  /** Pages of positions of rows to deliver that the filter kept back. */
  readonly keptBack?: AsyncIterable<readonly number[]>
  /**
   * Of the rows to deliver, only those in these ranges: what a sync that failed had delivered. All of them if absent.
   */
  readonly only?: readonly SeqRange[]
  /**
   * Ranges of what may have gone out: those of their rows that are in none of `only`. They
   * are not remembered as delivered, and yet never taken for what was there before: whatever
   * has become of their rows is staged by the next sync, under the versions they had.
   */
  readonly inDoubt?: readonly SeqRange[]
  /**
   * Positions of rows that became dead letters: they count as synced, and yet their
   * record has not gone out in this version.
   */
  readonly dead?: readonly number[]
  readonly installationId: string
  readonly mappingId: string
  readonly syncId: string
  /** What is written into the sync log in the same transaction; absent where the source keeps none. */
  readonly log?: LogRequest | undefined
  /** The sync's short name, which the records that it changes keep; absent for none. */
  readonly syncNumber?: number
}

/** One row of a sync whose staged rows are gone, as it was written down when its chunk was cut. */
export interface ManifestRow {
  readonly recordId: string
  readonly op: Op
  readonly version: number
  /** Hex digest of the row's content, empty for a deleted row. */
  readonly checksum: string
  /** What became of it: `in doubt` when it may have gone out. */
  readonly end: 'delivered' | 'dead' | 'kept back' | 'in doubt'
}

/** What to remember of a sync whose staged rows are gone. */
export interface RememberRequest extends Pick<
  CommitRequest,
  'generation' | 'takesOlder' | 'isCurrent' | 'installationId' | 'mappingId' | 'syncId' | 'syncNumber'
> {
  /** The epoch of its messageIds: of another one than what is remembered, only which records there are. */
  readonly epoch: number
  readonly rows: AsyncIterable<readonly ManifestRow[]>
}
