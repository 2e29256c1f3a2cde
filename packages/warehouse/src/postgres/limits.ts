/** Longest identifier in bytes: the index of the records table takes 2,704. */
export const RECORD_ID_LIMIT_BYTES = 1_000

/** Largest row as JSON, in bytes; what is larger becomes a dead letter. */
export const ROW_LIMIT_BYTES = 524_288

/** Most columns of a model. A select list of the server has room for 1,664, and each column stands there more than once while rows are compared. */
export const COLUMN_LIMIT = 512

/** Longest query of a model. */
export const QUERY_LIMIT_CHARACTERS = 65_535
