import type { ModelQuery } from '../port.ts'

// DuckDB's own list of volatile functions that give a value of their own in each row.
const CALL =
  /\b(gen_random_uuid|uuid|uuidv4|uuidv7|random|nextval)\s*\([^()]*\)\s+(?:as\s+)?("(?:[^"]|"")+"|[a-z_]\w*)/gi

/**
 * The function by which a query makes its identifier up anew, where the text shows it: `uuid() as id`. Through views,
 * sub-queries and expressions it does not.
 */
export function findVolatileCall({ query, identifier }: ModelQuery): string | null {
  for (const [, call = '', name = ''] of query.matchAll(CALL)) {
    const bare = name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')
    if (bare.toLowerCase() === identifier.toLowerCase()) return call.toLowerCase()
  }
  return null
}
