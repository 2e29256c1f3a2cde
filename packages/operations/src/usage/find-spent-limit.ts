import { findBillingMonth } from '@sluice/shared/domain'
import { countCalls, listPlannedDestinations, readDatabaseTime } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Why a destination may make no more calls in its billing month; null while it may. */
export async function findSpentLimit({ db }: DatabaseDeps, destination: string): Promise<string | null> {
  const options = (await listPlannedDestinations(db)).find(({ id }) => id === destination)?.options
  const limit = options?.maxCallsPerMonth ?? null
  if (limit === null) return null
  const month = findBillingMonth(await readDatabaseTime(db), options?.billingDay)
  if ((await countCalls(db, destination, month)) < limit) return null
  const calls = limit.toLocaleString('en-US')
  return `the ${calls} calls of max_calls_per_month of destination ${destination} are used until ${month.to}`
}
