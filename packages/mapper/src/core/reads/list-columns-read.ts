import type { MappingConfig } from '../mapping-config.ts'
import { listRowReads } from './list-row-reads.ts'

/**
 * The columns that a mapping and its filter read, each once and sorted; `all` when they
 * read the row's `properties` as a whole, or by names that only the rows know. What no row
 * makes these touch, no row makes the event depend on. The identifier is not among them.
 */
export function listColumnsRead(config: MappingConfig): readonly string[] | 'all' {
  const columns = new Set<string>()
  for (const { from, keys } of listRowReads(config)) {
    if (from !== 'row') continue
    const [container, column] = keys
    if (container === undefined) return 'all'
    if (container !== 'properties') continue
    if (column === undefined) return 'all'
    columns.add(column)
  }
  return [...columns].toSorted()
}
