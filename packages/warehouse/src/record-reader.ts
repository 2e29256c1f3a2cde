import type { Op, RecordFacts } from '@sluice/shared/domain'
import type { ComparedColumns, MappingOwner, ModelQuery } from './requests.ts'

/** Which record of a mapping is looked at. */
export interface RecordRequest extends MappingOwner {
  readonly recordId: string
  readonly modelId: string
  readonly model: ModelQuery
  readonly trigger: readonly Op[]
  /** Both as of `StageRequest`. */
  readonly selection: string
  readonly compared: ComparedColumns
  /** The syncs that may have it staged. */
  readonly syncs: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Rows of a model that have a value in a column. */
export interface ValueSearch {
  readonly modelId: string
  readonly model: ModelQuery
  readonly column: string
  /** The value as the warehouse writes it as text. */
  readonly text: string
  readonly signal?: AbortSignal | undefined
}

/** Records of which a change had a messageId. */
export interface MessageSearch extends MappingOwner {
  readonly messageId: string
  /** By epoch, what the text begins with that a messageId is the digest of. */
  readonly prefixes: Readonly<Record<string, string>>
  readonly syncs: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** So many records are found at most. */
export const FOUND_LIMIT = 10

/** What can be asked about one record; nothing of it changes anything, or waits for a sync. */
export interface RecordReader {
  /**
   * Where a record stands: what is remembered of it, the row that has its id now, and what the next sync would make of
   * them. A model that cannot be run is told, not thrown.
   */
  readRecord(request: RecordRequest): Promise<RecordFacts>

  /** The ids of the records whose row has a value in a column. */
  findRecordsWith(search: ValueSearch): Promise<readonly string[]>

  /** The ids of the records whose last version, or what is staged of them, makes a messageId. */
  findRecordsOf(search: MessageSearch): Promise<readonly string[]>
}
