import { SluiceError } from '@sluice/shared/errors'
import pg from 'pg'
import { z } from 'zod'
import type { Place } from './describe-error.ts'

const summary = z.object({
  stagedAt: z.string(),
  added: z.number(),
  updated: z.number(),
  deleted: z.number(),
  invalid: z.number(),
  skipped: z.number(),
  toDeliver: z.number(),
  lastSeq: z.number(),
  known: z.number(),
})

const owner = { installationId: z.string(), mappingId: z.string() }

/** What the comment of a records table says: whose it is, of which epoch, and which sync was folded into it last. */
const recordsMark = z.object({
  ...owner,
  epoch: z.number(),
  lastCommit: z.object({ syncId: z.string(), summary }).nullable(),
})

/** What the comment of a staged table says: whose it is, under which epoch it was made, what was found, how many rows must be in it and how they are kept. */
const stagedMark = z.object({
  ...owner,
  epoch: z.number(),
  syncId: z.string(),
  summary,
  rows: z.number(),
  content: z.object({
    form: z.enum(['columns', 'json']),
    columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
    identifier: z.string(),
  }),
})

export type RecordsMark = z.infer<typeof recordsMark>
export type StagedMark = z.infer<typeof stagedMark>

interface Owner {
  readonly installationId: string
  readonly mappingId: string
}

/** The comment of a table, with the prefix that tells a person what it is for. */
const PREFIX = 'sluice '

/** The statement that writes a mark as the comment of a table. A comment lives and dies with its table, in the same transaction. */
export function createMarkStatement(table: string, mark: RecordsMark | StagedMark): string {
  return `comment on table ${table} is ${pg.escapeLiteral(PREFIX + JSON.stringify(mark))}`
}

/** The mark in the comment of a records table; null when it has none. */
export function parseRecordsMark(comment: string | null): RecordsMark | null {
  return parseMark(recordsMark, comment)
}

/** The mark in the comment of a staged table; null when it has none. */
export function parseStagedMark(comment: string | null): StagedMark | null {
  return parseMark(stagedMark, comment)
}

/** Refuses state that another installation, or nobody known, has left: two that share it would each miss what the other sent. */
export function checkOwner(mark: Owner | null, wanted: Owner, table: string, place: Place): void {
  if (mark?.installationId === wanted.installationId && mark.mappingId === wanted.mappingId) return
  const holder =
    mark === null
      ? 'carries no mark of a Sluice installation'
      : `belongs to Sluice installation ${mark.installationId}`
  throw new SluiceError(
    'warehouse_state_foreign',
    `source ${place.sourceId}: ${table} in warehouse ${place.address} ${holder}, this is ${wanted.installationId}: ` +
      `give mapping ${wanted.mappingId} another id here, or drop that table if nobody uses it any more`,
  )
}

function parseMark<T>(schema: z.ZodType<T>, comment: string | null): T | null {
  if (comment === null || !comment.startsWith(PREFIX)) return null
  try {
    return schema.parse(JSON.parse(comment.slice(PREFIX.length)))
  } catch {
    return null
  }
}
