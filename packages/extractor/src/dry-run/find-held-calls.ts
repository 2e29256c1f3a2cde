import { findBillingMonth, type HeldCalls } from '@sluice/shared/domain'
import { countCalls, readDatabaseTime, readPlannedOptions, type Queryable } from '@sluice/shared/store'

/** How many of so many calls a destination could not make in its billing month; null where it could make all. */
export async function findHeldCalls(
  db: Queryable,
  destination: string,
  apiCalls: number,
): Promise<HeldCalls | null> {
  const { maxCallsPerMonth: limit = null, billingDay } = await readPlannedOptions(db, destination)
  if (limit === null) return null
  const month = findBillingMonth(await readDatabaseTime(db), billingDay)
  const left = Math.max(0, limit - (await countCalls(db, destination, month)))
  return apiCalls > left ? { calls: apiCalls - left, left, limit, until: month.to } : null
}
