import { describeContent, type Duplicates } from './watch-duplicates.ts'

/** One accepted event of a mapping, as far as it is judged. */
export interface Arrival {
  readonly messageId: string
  readonly payload: Readonly<Record<string, unknown>>
}

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

/** What a downstream copy keeps of a row. */
export function describeRow(note: unknown, version: unknown): string {
  return JSON.stringify([note, version ?? null])
}

/**
 * Applies everything that arrived, in order, and finds what differs from what is
 * expected; `expected` by what events say they are of.
 */
export function judgeArrivals(
  arrivals: Iterable<Arrival>,
  duplicates: Duplicates,
  expected: ReadonlyMap<string, Expected>,
): readonly Finding[] {
  const copies = new Map([...expected.keys()].map((of) => [of, new Map<string, string>()]))
  const newest = new Map<string, number>()
  const ids = new Map<string, number>()
  const [strangers, late, resent, changed]: string[][] = [[], [], [], []]

  for (const { messageId, payload } of arrivals) {
    const { of, note, version } = (payload['properties'] ?? {}) as Readonly<Record<string, unknown>>
    const id = String(payload['userId'])
    const copy = copies.get(String(of))
    const again = duplicates.contents.get(messageId)
    const content = again === undefined ? '' : describeContent(payload)
    if (again !== undefined && [...again].some((other) => other !== content))
      changed!.push(`${messageId} of ${String(of)} ${id}`)
    if (copy === undefined) strangers!.push(`${messageId} of ${String(of)}`)
    else if (payload['event'] === 'deleted') copy.delete(id)
    else copy.set(id, describeRow(note, version))
    if (typeof version !== 'number') continue
    const record = `${String(of)} ${id}`
    if (version < (newest.get(record) ?? 0))
      late!.push(`${record}: version ${version} after ${newest.get(record)}`)
    newest.set(record, version)
    const times = (ids.get(`${record} ${version}`) ?? 0) + 1
    ids.set(`${record} ${version}`, times)
    if (times > 1 + (expected.get(String(of))?.resets ?? 0)) resent!.push(`${record} version ${version}`)
  }
  const different = [...expected].flatMap(([of, { rows }]) => listDifferences(of, rows, copies.get(of)!))
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

function listDifferences(
  of: string,
  rows: ReadonlyMap<string, string>,
  copy: ReadonlyMap<string, string>,
): readonly string[] {
  const stale = [...rows].flatMap(([id, row]) =>
    copy.get(id) === row ? [] : [`${of} ${id}: ${copy.get(id) ?? 'missing'}, not ${row}`],
  )
  const ghosts = [...copy.keys()].flatMap((id) =>
    rows.has(id) ? [] : [`${of} ${id}: there, and should be deleted`],
  )
  return [...stale, ...ghosts]
}
