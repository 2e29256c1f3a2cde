import { listHours } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** What happened in an hour. */
export interface Hour {
  /** When it began, ISO-8601 UTC. */
  readonly at: string
  readonly delivered: number
  /** Events and rows that became dead letters. */
  readonly dead: number
  /** What was delivered to each destination; those with nothing are left out. */
  readonly destinations: readonly { readonly id: string; readonly delivered: number }[]
  /** Open dead letters at their most. */
  readonly deadLetters: number
  /** Mappings that were late by their schedule, and how late at the most, the latest first. */
  readonly late: readonly { readonly mapping: string; readonly seconds: number }[]
}

/** What happened lately, hour by hour, oldest first; an hour with nothing is there, too. */
export interface HoursDocument {
  readonly hours: readonly Hour[]
}

const HOUR_MS = 3_600_000

/** What happened in the last `hours`, the one that runs now last. */
export async function readHours(
  { db }: DatabaseDeps,
  { hours, nowMs }: { readonly hours: number; readonly nowMs: number },
): Promise<HoursDocument> {
  // Once for all: thousands of mappings may have been late in each hour.
  const buckets = new Map<string, Bucket[]>()
  for (const bucket of await listHours(db, hours)) {
    const at = bucket.at.toISOString()
    const others = buckets.get(at)
    if (others === undefined) buckets.set(at, [bucket])
    else others.push(bucket)
  }
  const current = Math.floor(nowMs / HOUR_MS)
  return {
    hours: Array.from({ length: hours }, (_, index) => {
      const at = new Date((current - hours + 1 + index) * HOUR_MS).toISOString()
      return describeHour(at, buckets.get(at) ?? [])
    }),
  }
}

type Bucket = Awaited<ReturnType<typeof listHours>>[number]

function describeHour(at: string, buckets: readonly Bucket[]): Hour {
  const pick = (kind: Bucket['kind']): readonly Bucket[] => buckets.filter((bucket) => bucket.kind === kind)
  const add = (values: readonly Bucket[]): number => values.reduce((sum, { value }) => sum + value, 0)
  return {
    at,
    delivered: add(pick('delivered')),
    dead: add(pick('dead')),
    destinations: pick('delivered').map(({ subject: id, value: delivered }) => ({ id, delivered })),
    deadLetters: add(pick('dead_letters')),
    late: pick('late_seconds')
      .map(({ subject: mapping, value: seconds }) => ({ mapping, seconds }))
      .toSorted((one, other) => other.seconds - one.seconds),
  }
}
