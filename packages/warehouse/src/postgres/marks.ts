import pg from 'pg'
import { z } from 'zod'
import { formatMark, parseMark, STAGED_MARK, type RecordsMark } from '../delta/marks.ts'

/** What the comment of a staged table says, and how its rows are kept. */
const stagedMark = STAGED_MARK.extend({
  content: z.object({
    form: z.enum(['columns', 'json']),
    columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
    identifier: z.string(),
  }),
})

export type PostgresStagedMark = z.infer<typeof stagedMark>

/**
 * The statement that writes a mark as the comment of a table. A comment lives and dies
 * with its table, in the same transaction.
 */
export function createMarkStatement(table: string, mark: RecordsMark | PostgresStagedMark): string {
  return `comment on table ${table} is ${pg.escapeLiteral(formatMark(mark))}`
}

/** The mark in the comment of a staged table; null when it has none. */
export function parseStagedMark(comment: string | null): PostgresStagedMark | null {
  return parseMark(stagedMark, comment)
}
