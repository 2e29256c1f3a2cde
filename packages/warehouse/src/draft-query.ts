/** A query that somebody still writes: its identifier may not have been chosen yet. */
export interface DraftQuery {
  readonly query: string
  readonly identifier: string | null
}

/** How well a column tells the rows of a query from each other, in rows. */
export interface IdentifierCounts {
  readonly rows: number
  /** Rows without an identifier: null or empty. */
  readonly nulls: number
  /** Rows that share theirs with another. */
  readonly duplicates: number
}
