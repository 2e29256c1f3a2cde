import type { TokenDocument } from '@sluice/shared/store'
import type { Column } from '../output/column.ts'
import { formatAgo, formatInstant } from '../output/format-instant.ts'
import { formatTable } from '../output/format-table.ts'
import type { Line } from '../output/line.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'TOKEN', shorten: 'middle' },
  { heading: 'ROLE' },
  { heading: 'CREATED' },
  { heading: 'BY', isSpare: true },
  { heading: 'LAST USED' },
  { heading: 'REVOKED' },
]

/** Tokens as a table, in the order given. */
export function formatTokens(
  tokens: readonly TokenDocument[],
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): readonly Line[] {
  if (tokens.length === 0) return ['no tokens yet: `sluice tokens create` makes one']
  return formatTable(
    COLUMNS,
    tokens.map(({ name, role, createdAt, createdBy, lastUsedAt, revokedAt }) => ({
      cells: [
        name,
        role,
        formatInstant(createdAt),
        createdBy,
        lastUsedAt === null ? 'never' : formatAgo(lastUsedAt, nowMs),
        formatInstant(revokedAt),
      ],
    })),
    width,
  )
}
