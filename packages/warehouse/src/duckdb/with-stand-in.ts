import { nameAside, STATE_SCHEMA } from '../delta/state-names.ts'
import { quoteIdentifier } from './quote.ts'
import type { Session } from './session.ts'
import { recordsTable, STATE_CATALOG } from './state-tables.ts'

/** Lets work change a copy of a mapping's records, in their place, and puts them back as they were. */
export async function withStandIn<Result>(
  session: Session,
  { mappingId, syncId }: { readonly mappingId: string; readonly syncId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const { name, sql } = recordsTable(mappingId)
  const aside = quoteIdentifier(nameAside(syncId))
  const there = `${STATE_CATALOG}.${STATE_SCHEMA}.${aside}`
  await session.run(`alter table ${sql} rename to ${aside}`)
  await session.run(`create table ${sql} as select * from ${there}`)
  const result = await work()
  await session.run(`drop table ${sql}`)
  await session.run(`alter table ${there} rename to ${quoteIdentifier(name)}`)
  return result
}
