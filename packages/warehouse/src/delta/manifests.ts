import { z } from 'zod'

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

/**
 * The way in which records are kept; a table that was made before it was counted says none. Since the third each
 * record has the number of the sync that it comes from.
 */
export const RECORDS_FORMAT = 3

const names = z.array(z.string()).readonly()

/** The columns that count in what a memory holds. */
const MEMORY_COLUMNS = z.object({
  /** Those that digests are made of, in order. */
  digested: names,
  /** What was asked for: these, as far as the model has them, or all that it has; none where there is no digest yet. */
  rule: z.union([z.literal('all'), names]),
  /** All that the model had at the last commit. */
  model: names,
  /** The number of the sync that made every digest anew: what was sent until then had another. */
  since: z.number().optional(),
})

// Until the second format all columns counted. An earlier version does not read what is written now: it fails, and
// sends nothing, where it would take every row for changed.
const columns = z.union([
  MEMORY_COLUMNS,
  names.transform((all): z.infer<typeof MEMORY_COLUMNS> => ({ digested: all, rule: 'all', model: all })),
])

/**
 * What a records table says of itself: whose it is, of which epoch, how often it has changed,
 * which sync was merged into it last, by which selection its rows were kept back, and which
 * columns count. A table of the first format knows neither of the last two, and was made by
 * syncs that digested columns in the order of the model.
 */
const RECORDS_MANIFEST = z.object({
  ...owner,
  format: z.number().optional(),
  epoch: z.number(),
  generation: z.number().optional(),
  lastCommit: z.object({ syncId: z.string(), summary }).nullable(),
  selection: z.string().optional(),
  columns: columns.optional(),
})

/**
 * What a staged table says of itself: whose it is, under which epoch it was made, what was found, and how many rows
 * must be in it; which columns its digests are made of, which will count once it is committed, and whether it holds
 * the digests of all rows by those. An adapter extends it by how rows are kept.
 */
export const STAGED_MANIFEST = z.object({
  ...owner,
  epoch: z.number(),
  syncId: z.string(),
  summary,
  rows: z.number(),
  selection: z.string().optional(),
  digested: names.optional(),
  columns: MEMORY_COLUMNS.optional(),
  isDigestedAnew: z.boolean().optional(),
})

export type RecordsManifest = z.infer<typeof RECORDS_MANIFEST> & { readonly generation: number }
export type MemoryColumns = z.infer<typeof MEMORY_COLUMNS>
export type StagedManifest = z.infer<typeof STAGED_MANIFEST>

// Tells a person what the text is for.
const PREFIX = 'sluice '

/** A manifest as the text that its table keeps. */
export function formatManifest(manifest: RecordsManifest | StagedManifest): string {
  return PREFIX + JSON.stringify(manifest)
}

/** The manifest that the text of a table is; null when it is none. */
export function parseManifest<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null || !text.startsWith(PREFIX)) return null
  try {
    return schema.parse(JSON.parse(text.slice(PREFIX.length)))
  } catch {
    return null
  }
}

/** The manifest of a records table; null when its text is none. */
export function parseRecordsManifest(text: string | null): RecordsManifest | null {
  const manifest = parseManifest(RECORDS_MANIFEST, text)
  if (manifest === null) return null
  // The first format did not count: what it has committed is one change.
  return { ...manifest, generation: manifest.generation ?? (manifest.lastCommit === null ? 0 : 1) }
}
