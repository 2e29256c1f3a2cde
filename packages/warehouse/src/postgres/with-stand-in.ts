import { nameAside, nameRecords, STATE_SCHEMA } from '../delta/state-names.ts'
import type { Transaction } from './open-pool.ts'
import { quoteIdentifier } from './quote-identifier.ts'
import { recordsTable } from './state-tables.ts'

/** Lets work change a copy of a mapping's records, in their place, and puts them back as they were. */
export async function withStandIn<Result>(
  tx: Transaction,
  { mappingId, syncId }: { readonly mappingId: string; readonly syncId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const table = recordsTable(mappingId)
  const aside = quoteIdentifier(nameAside(syncId))
  await tx.query(`alter table ${table} rename to ${aside}`)
  await tx.query(`create unlogged table ${table} (like ${STATE_SCHEMA}.${aside} including all)`)
  await tx.query(`insert into ${table} select * from ${STATE_SCHEMA}.${aside}`)
  const result = await work()
  await tx.query(`drop table ${table}`)
  await tx.query(`alter table ${STATE_SCHEMA}.${aside} rename to ${quoteIdentifier(nameRecords(mappingId))}`)
  return result
}
