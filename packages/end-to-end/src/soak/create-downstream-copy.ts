/** One accepted event of a mapping, as far as it is judged. */
export interface Arrival {
  readonly messageId: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** What somebody knows who has applied events in the order of their arrival. */
export interface DownstreamCopy {
  /** False for an event of no mapping. */
  take(arrival: Arrival): boolean
  /** A line for each row of a mapping that differs from what it should be, by id. */
  listDifferences(of: string, rows: ReadonlyMap<string, string>): readonly string[]
}

/** What a copy keeps of a row. */
export function formatRow(note: unknown, version: unknown): string {
  return JSON.stringify([note, version ?? null])
}

/** An empty copy of these mappings, by what their events say they are of. */
export function createDownstreamCopy(mappings: Iterable<string>): DownstreamCopy {
  const copies = new Map([...mappings].map((of) => [of, new Map<string, string>()]))
  return {
    take({ payload }) {
      const { of, note, version } = (payload['properties'] ?? {}) as Readonly<Record<string, unknown>>
      const copy = copies.get(String(of))
      const id = String(payload['userId'])
      if (copy === undefined) return false
      if (payload['event'] === 'deleted') copy.delete(id)
      else copy.set(id, formatRow(note, version))
      return true
    },
    listDifferences(of, rows) {
      const copy = copies.get(of) ?? new Map<string, string>()
      const stale = [...rows].flatMap(([id, row]) =>
        copy.get(id) === row ? [] : [`${of} ${id}: ${copy.get(id) ?? 'missing'}, not ${row}`],
      )
      const ghosts = [...copy.keys()].flatMap((id) =>
        rows.has(id) ? [] : [`${of} ${id}: there, and should be deleted`],
      )
      return [...stale, ...ghosts]
    },
  }
}
