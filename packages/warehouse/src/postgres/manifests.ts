import pg from 'pg'
import { z } from 'zod'
import { formatManifest, parseManifest, STAGED_MANIFEST, type RecordsManifest } from '../delta/manifests.ts'

/** What the comment of a staged table says, and how its rows are kept. */
const stagedManifest = STAGED_MANIFEST.extend({
  content: z.object({
    form: z.enum(['columns', 'json']),
    columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
    identifier: z.string(),
  }),
})

export type PostgresStagedManifest = z.infer<typeof stagedManifest>

/**
 * The statement that writes a manifest as the comment of a table. A comment lives and dies
 * with its table, in the same transaction.
 */
export function createManifestStatement(
  table: string,
  manifest: RecordsManifest | PostgresStagedManifest,
): string {
  return `comment on table ${table} is ${pg.escapeLiteral(formatManifest(manifest))}`
}

/** The manifest in the comment of a staged table; null when it has none. */
export function parseStagedManifest(comment: string | null): PostgresStagedManifest | null {
  return parseManifest(stagedManifest, comment)
}
