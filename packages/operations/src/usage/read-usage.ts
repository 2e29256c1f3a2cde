import { listUsageWarnings, type DestinationUsage, type UsageWarning } from '@sluice/shared/domain'
import { listUsageDays, readDatabaseTime, readUsage as readStored } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Which billing month. */
export interface UsageInput {
  /** The month in which it begins, such as `2026-11`; the one that runs now, if absent. */
  readonly month?: string | undefined
}

/** What a destination has used, and what of its plan is nearly used. */
export interface DestinationUsageDocument extends DestinationUsage {
  /** From 80 % on. */
  readonly warnings: readonly UsageWarning[]
}

/** What was used of a billing month; a destination whose month begins on another day than the first has its own. */
export interface UsageDocument {
  readonly month: string
  readonly destinations: readonly DestinationUsageDocument[]
}

/** What every destination has used of a billing month. A month without data is all zero. */
export async function readUsage({ db }: DatabaseDeps, { month }: UsageInput): Promise<UsageDocument> {
  const at = await readDatabaseTime(db)
  const usages = await readStored(db, month === undefined ? { at } : { month })
  return {
    month: month ?? at.toISOString().slice(0, 7),
    destinations: usages.map((usage) => ({ ...usage, warnings: listUsageWarnings(usage) })),
  }
}

/** API calls of a day, UTC, by destination. */
export interface UsageDay {
  readonly day: string
  readonly calls: readonly { readonly destination: string; readonly calls: number }[]
}

/** The days of the billing month of each destination of a document, oldest first; a day with nothing is there, too. */
export async function readUsageDays(
  { db }: DatabaseDeps,
  { destinations }: UsageDocument,
): Promise<readonly UsageDay[]> {
  const [from, to] = [
    destinations.map((each) => each.from).toSorted()[0],
    destinations
      .map((each) => each.to)
      .toSorted()
      .at(-1),
  ]
  if (from === undefined || to === undefined) return []
  const inMonth = new Map(destinations.map(({ id, ...month }) => [id, month]))
  const counted = (await listUsageDays(db, { from, to })).filter(({ destination, day }) => {
    const month = inMonth.get(destination)
    return month !== undefined && day >= month.from && day < month.to
  })
  return listDays(from, to).map((day) => ({ day, calls: counted.filter((each) => each.day === day) }))
}

const DAY_MS = 86_400_000

function listDays(from: string, to: string): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10),
  )
}
