import type { ColumnWords, Match } from './match-column.ts'

// What happens to rows, and not to whom they are about.
const HOUSEKEEPING = new Set(
  'updated modified deleted removed archived synced loaded imported exported processed received ingested inserted expired scheduled'.split(
    ' ',
  ),
)

const SCORE = 0.6

/** How a column such as `ordered_at` fits the time of what its row tells of; undefined where it does not. */
export function matchMoment({ words, kind }: ColumnWords): Match | undefined {
  const [, verb = ''] = /^(\p{Ll}+ed) (?:at|on|date|time)$/u.exec(words) ?? []
  if (verb === '' || HOUSEKEEPING.has(verb) || (kind !== 'time' && kind !== 'unknown')) return undefined
  return { score: SCORE, reason: `it says when something was ${verb}` }
}
