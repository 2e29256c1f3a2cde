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

/** The way in which records are kept; a table that was made before it was counted says none. */
export const RECORDS_FORMAT = 2

/**
 * What the comment of a records table says: whose it is, of which epoch, how often it has changed, which sync was folded into it last, by
 * which selection its rows were kept back, and which columns their digests are made of, in order. A table of the first format knows neither of
 * the last two, and was made by syncs that digested columns in the order of the model.
 */
const recordsMark = z.object({
  ...owner,
  format: z.number().optional(),
  epoch: z.number(),
  generation: z.number().optional(),
  lastCommit: z.object({ syncId: z.string(), summary }).nullable(),
  selection: z.string().optional(),
  columns: z.array(z.string()).readonly().optional(),
})

/** What the comment of a staged table says: whose it is, under which epoch it was made, what was found, how many rows must be in it and how they are kept. */
const stagedMark = z.object({
  ...owner,
  epoch: z.number(),
  syncId: z.string(),
  summary,
  rows: z.number(),
  selection: z.string().optional(),
  digested: z.array(z.string()).readonly().optional(),
  content: z.object({
    form: z.enum(['columns', 'json']),
    columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
    identifier: z.string(),
  }),
})

export type StoredRecordsMark = z.infer<typeof recordsMark>
export type RecordsMark = StoredRecordsMark & { readonly generation: number }
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
  const mark = parseMark(recordsMark, comment)
  if (mark === null) return null
  // The first format did not count: what it has committed is one change.
  return { ...mark, generation: mark.generation ?? (mark.lastCommit === null ? 0 : 1) }
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
