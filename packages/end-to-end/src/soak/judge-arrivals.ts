import { createDownstreamCopy, type Arrival } from './create-downstream-copy.ts'
import { formatContent, type Duplicates } from './watch-duplicates.ts'

/** What a mapping's events must come to. */
export interface Expected {
  /**
   * What somebody must know in the end who has applied the events: the note and version
   * (null where none is sent) of each id.
   */
  readonly rows: ReadonlyMap<string, string>
  /** How often what has not changed may be sent under another messageId. */
  readonly resets: number
}

/** Something that must not be: what, how often, and the first of them. */
export interface Finding {
  readonly what: string
  readonly count: number
  readonly examples: readonly string[]
}

const EXAMPLES = 5

/**
 * Applies everything that arrived, in order, and finds what differs from what is
 * expected; `expected` by what events say they are of.
 */
export function judgeArrivals(
  arrivals: Iterable<Arrival>,
  duplicates: Duplicates,
  expected: ReadonlyMap<string, Expected>,
): readonly Finding[] {
  const copy = createDownstreamCopy(expected.keys())
  const newest = new Map<string, number>()
  const ids = new Map<string, number>()
  const [strangers, late, resent, changed]: string[][] = [[], [], [], []]

  for (const { messageId, payload } of arrivals) {
    const { of, version } = (payload['properties'] ?? {}) as Readonly<Record<string, unknown>>
    const id = String(payload['userId'])
    const again = duplicates.contents.get(messageId)
    const content = again === undefined ? '' : formatContent(payload)
    if (again !== undefined && [...again].some((other) => other !== content))
      changed!.push(`${messageId} of ${String(of)} ${id}`)
    if (!copy.take({ messageId, payload })) strangers!.push(`${messageId} of ${String(of)}`)
    if (typeof version !== 'number') continue
    const record = `${String(of)} ${id}`
    if (version < (newest.get(record) ?? 0))
      late!.push(`${record}: version ${version} after ${newest.get(record)}`)
    newest.set(record, version)
    const times = (ids.get(`${record} ${version}`) ?? 0) + 1
    ids.set(`${record} ${version}`, times)
    if (times > 1 + (expected.get(String(of))?.resets ?? 0)) resent!.push(`${record} version ${version}`)
  }
  const different = [...expected].flatMap(([of, { rows }]) => copy.listDifferences(of, rows))
  return [
    find('rows differ downstream from the table', different),
    find('messageIds were used for two contents', changed!),
    find('older versions arrived after newer ones', late!),
    find('contents were sent again under a new messageId, and nobody had reset the mapping', resent!),
    find('events are of no mapping', strangers!),
  ].filter(({ count }) => count > 0)
}

/** A finding of a list. */
export function find(what: string, cases: readonly string[]): Finding {
  return { what, count: cases.length, examples: cases.slice(0, EXAMPLES) }
}
