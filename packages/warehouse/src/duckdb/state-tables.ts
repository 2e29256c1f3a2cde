import { nameRecords, nameStaged, STATE_SCHEMA } from '../delta/state-names.ts'
import { quoteIdentifier } from './quote.ts'

/** How the file of Sluice's own is called where it is open. */
export const STATE_CATALOG = 'sluice_state'

/** A table of the state. */
export interface StateTable {
  readonly name: string
  /** Qualified and quoted, as statements name it. */
  readonly sql: string
  /** As somebody who has opened the file of Sluice's own would write it. */
  readonly shown: string
}

/** The table that remembers what a mapping has committed. */
export function recordsTable(mappingId: string): StateTable {
  return nameTable(nameRecords(mappingId))
}

/** The table that holds what a sync has staged. */
export function stagedTable(syncId: string): StateTable {
  return nameTable(nameStaged(syncId))
}

/** A table of the state by its bare name. */
export function nameTable(name: string): StateTable {
  const shown = `${STATE_SCHEMA}.${quoteIdentifier(name)}`
  return { name, sql: `${STATE_CATALOG}.${shown}`, shown }
}
