/** Longest identifier in bytes: Postgres' index of the records table takes 2,704. */
export const RECORD_ID_LIMIT_BYTES = 1_000

/** Largest row as JSON, in bytes; what is larger becomes a dead letter. */
export const ROW_LIMIT_BYTES = 524_288

/**
 * Most columns of a model. A select list of Postgres has room for 1,664, and each
 * column stands there more than once while rows are compared.
 */
export const COLUMN_LIMIT = 512

/** Longest query of a model. */
export const QUERY_LIMIT_CHARACTERS = 65_535

/** A page ends after this many bytes of values, with one row at least: memory must not depend on how wide rows are. */
export const PAGE_LIMIT_BYTES = 4_000_000

/**
 * How long the version of a deleted record is kept, in case it comes back, or its
 * delete was kept back and is asked for.
 */
export const TOMBSTONE_AGE_DAYS = 7
