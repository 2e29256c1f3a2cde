import { nameRecords, nameStaged, STATE_SCHEMA } from '../delta/state-names.ts'
import { quoteIdentifier } from './quote-identifier.ts'

/** The qualified, quoted name of the table that remembers what a mapping has committed. */
export function recordsTable(mappingId: string): string {
  return qualify(nameRecords(mappingId))
}

/** The quoted name of the primary key of a records table. */
export function recordsKey(mappingId: string): string {
  return quoteIdentifier(`${nameRecords(mappingId)}_pkey`)
}

/** The qualified, quoted name of the table that holds what a sync has staged. */
export function stagedTable(syncId: string): string {
  return qualify(nameStaged(syncId))
}

function qualify(name: string): string {
  return `${STATE_SCHEMA}.${quoteIdentifier(name)}`
}
