import { DistinctCount, findBillingMonth } from '@sluice/shared/domain'
import type { ByteBox } from '@sluice/shared/secrets'
import { openUsers } from '@sluice/shared/settling'
import { listPlannedDestinations, readDatabaseTime, readUsers, type Queryable } from '@sluice/shared/store'
import { listTogether } from './core/sum-deliveries.ts'

/**
 * The users that have been counted in the billing month that runs, of a destination and those that count together with
 * it; null where a part of them cannot be opened any more.
 */
export async function readKnownUsers(
  { db, secrets }: { readonly db: Queryable; readonly secrets: ByteBox },
  destination: string,
): Promise<DistinctCount | null> {
  const planned = await listPlannedDestinations(db)
  const billingDay = planned.find(({ id }) => id === destination)?.options.billingDay ?? null
  const month = findBillingMonth(await readDatabaseTime(db), billingDay).from
  const users = new DistinctCount()
  for (const [id, sealed] of await readUsers(db, month, listTogether(planned, destination))) {
    const known = openUsers(secrets, id, sealed)
    if (known === null) return null
    users.merge(known)
  }
  return users
}
