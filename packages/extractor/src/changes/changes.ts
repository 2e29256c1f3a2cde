import type { RawDelta } from '@sluice/shared/queues'
import type { Chunk, SyncRecord, UntidySync } from '@sluice/shared/store'
import type { MemoryManifest } from '@sluice/warehouse/port'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Rows of a sync on their way to one queue, in `seq` order. `row` of one that goes to `send` is its event, serialised.
 */
export interface OutgoingPage {
  readonly to: 'map' | 'send'
  readonly rows: readonly RawDelta[]
}

/** Rows with afterSeq < seq <= toSeq. */
export interface OutgoingRange {
  readonly afterSeq: number
  readonly toSeq: number
}

/**
 * Where the changes that a sync delivers come from, and what is to be remembered of them: the one thing in which
 * syncs differ. How they are cut into chunks, put on their way, made again and settled is the same for all.
 */
export interface Changes {
  /**
   * Finds what there is to deliver and writes it down, for a sync that is staging. Rejects with the signal's reason.
   */
  stage(deps: SyncDeps, sync: SyncRecord, signal: AbortSignal): Promise<void>
  /** Pages of the rows of a range, none of them empty. Throws `staged_rows_lost` for rows that must be there. */
  readPages(deps: SyncDeps, sync: SyncRecord, range: OutgoingRange): AsyncIterable<OutgoingPage>
  /** Who is in a chunk, sealed; null where that is known without. */
  sealManifest(deps: SyncDeps, chunk: Chunk, rows: readonly RawDelta[]): Buffer | null
  /** Remembers a sync whose every chunk has settled; what the memory says of itself then, null where there is none. */
  commit(deps: SyncDeps, sync: SyncRecord): Promise<MemoryManifest | null>
  /** Drops what a sync has that failed before its first chunk; false when there is more to tidy up. */
  discard(deps: SyncDeps, sync: SyncRecord): Promise<boolean>
  /** True when what an ended sync has left must be tidied up before the next one of its mapping looks for changes. */
  mustFinalizeBefore(ended: UntidySync, next: SyncRecord): boolean
  /**
   * Remembers what an ended sync had delivered, given its chunks that are still open:
   * nothing of it is under way any more.
   */
  finalize(deps: SyncDeps, ended: UntidySync, open: readonly Chunk[], order: FinalizeOrder): Promise<void>
}

export interface FinalizeOrder {
  /** True to merge into a memory that is older than it should be, since whoever comes next forgets or replaces it. */
  readonly takesAnyMemory: boolean
}
