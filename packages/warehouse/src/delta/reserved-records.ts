/**
 * The records table keeps the group of rows without an identifier under this id. It begins with
 * a control character, which no identifier that tells a row from others can sensibly have.
 */
export const INVALID_RECORD_ID = '\u0001sluice: rows without an identifier'

/**
 * The records table keeps its generation under this id, so that it moves together with
 * the rows that it counts the changes of.
 */
export const GENERATION_RECORD_ID = '\u0001sluice: generation'

/** The ids in a records table that are no records. */
export const RESERVED_RECORD_IDS: readonly string[] = [INVALID_RECORD_ID, GENERATION_RECORD_ID]
