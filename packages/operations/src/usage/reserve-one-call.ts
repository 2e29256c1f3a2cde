import { readPlannedOptions, reserveCall } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Reserves a call of a destination where its calls are limited: its name, or why there is none to be had. */
export async function reserveOneCall(
  { db }: DatabaseDeps,
  destination: string,
): Promise<{ readonly call: string | null; readonly spent: string | null }> {
  const { maxCallsPerMonth: limit = null, billingDay = null } = await readPlannedOptions(db, destination)
  if (limit === null) return { call: null, spent: null }
  const { call, monthTo } = await reserveCall(db, { destination, limit, billingDay })
  const calls = limit.toLocaleString('en-US')
  const spent = `the ${calls} calls of max_calls_per_month of destination ${destination} are used until ${monthTo}`
  return { call, spent: call === null ? spent : null }
}
