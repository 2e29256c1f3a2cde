/** How a row differs from what was last synced. */
export type Op = 'added' | 'updated' | 'deleted'

export const OPS: readonly Op[] = ['added', 'updated', 'deleted']

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One row of a model: its columns by name, as JSON values. */
export type Row = { readonly [column: string]: Json }

/**
 * One row that was added, updated or deleted since the last sync. `version` counts the
 * changes of a record from 1; `checksum` is a hex digest of the row's content, empty
 * for a deleted row; `row` of a deleted record has every column, all null.
 */
export interface Delta {
  /** Position in the staged delta of its sync, from 1. */
  readonly seq: number
  readonly op: Op
  readonly recordId: string
  readonly version: number
  readonly checksum: string
  readonly row: Row
  /** Where a requeued delta comes from; a delta of the running sync has none. */
  readonly origin?: DeltaOrigin
}

/** What the messageId and the timestamp of a delta were made of when it was staged. */
export interface DeltaOrigin {
  readonly epoch: number
  /** ISO-8601 instant. */
  readonly stagedAt: string
}
