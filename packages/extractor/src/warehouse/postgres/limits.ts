/** Longest identifier in bytes: the index of the records table takes 2,704. */
export const RECORD_ID_LIMIT_BYTES = 1_000

/** Largest row as JSON, in bytes; what is larger becomes a dead letter. */
export const ROW_LIMIT_BYTES = 524_288
