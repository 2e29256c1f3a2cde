import type { Op } from './delta.ts'

/** What a warehouse remembers of a record of a mapping. */
export interface RememberedRecord {
  /** The last version that was committed; 0 after a reset. */
  readonly version: number
  /** Hex digest of its row; empty where there is none. */
  readonly checksum: string
  /** The last version that went out, in the epoch that is remembered; null for none. */
  readonly delivered: number | null
  /** False for rows that share this id: none of them was ever sent alone. */
  readonly isKnown: boolean
  /** The op of a version that may have gone out, and nobody knows. */
  readonly inDoubt: Op | null
  /** What it would be to whoever receives it, had the filter or the trigger let it pass. */
  readonly keptBack: Op | null
  readonly deletedAt: string | null
  /** The number of the sync that the version comes from; null where that was not written down. */
  readonly sync: number | null
  /** False where the digest is not that of the time when the version was sent. */
  readonly isDigestOfVersion: boolean
}

/** What the next sync would make of a record. */
export interface NextDelta {
  readonly op: Op | 'invalid'
  readonly version: number
}

/** A record as a running sync has it staged. */
export interface StagedRecord extends NextDelta {
  readonly sync: string
  readonly checksum: string
  /** False for one that no trigger asks for. */
  readonly isToDeliver: boolean
}

/** What the sync log says of a change of a record. */
export interface LoggedChange {
  readonly sync: string
  readonly version: number
  readonly op: Op | 'invalid'
  readonly status: 'delivered' | 'dead' | 'skipped' | 'in_doubt' | 'superseded'
  readonly code: string | null
  readonly reason: string | null
  readonly messageId: string | null
  /** When it was written down. */
  readonly at: string
}

/** Where a record stands in its warehouse. */
export interface RecordFacts {
  /** Of what is remembered of the mapping; 0 where nothing is. */
  readonly epoch: number
  readonly remembered: RememberedRecord | null
  readonly staged: StagedRecord | null
  /** What the sync log says of it, oldest first; null where there is none. */
  readonly log: readonly LoggedChange[] | null
  /** The columns of its model; none where nobody can tell. */
  readonly columns: readonly string[]
  /** The rows that have its id now, of many the first two. `row` is JSON text; null where it is too large. */
  readonly rows: readonly { readonly row: string | null; readonly checksum: string }[]
  /** Why nobody can tell its row; null where that is not so. */
  readonly rowError: string | null
  /** What the next sync makes of it, after one that has it staged; null for nothing, or where nobody can tell. */
  readonly next: NextDelta | null
}

/** A change of a record as a sync had it on its way. */
export interface KeptChange {
  readonly sync: string
  readonly epoch: number
  readonly op: Op
  readonly version: number
  /** Hex digest of its row; empty for a deleted one. */
  readonly checksum: string
  /** Of one that became a dead letter `delivered`, too: the letter tells, unless it may not be kept any more. */
  readonly end: 'delivered' | 'delivered or dead' | 'kept back' | 'in doubt' | 'on its way'
  /** When it ended; null where it has not, or nobody knows. */
  readonly at: string | null
}

/** What is written down of a record under the key of letters. */
export interface KeptRecord {
  /** Newest sync first. */
  readonly changes: readonly KeptChange[]
  /** What the dead letters of the record hold, by their ids: their messageId, or the digest that it is made of. */
  readonly letters: readonly {
    readonly id: string
    readonly messageId: string | null
    readonly checksum: string | null
  }[]
  /** False where there was not the time to look through all of it. */
  readonly isWhole: boolean
}
