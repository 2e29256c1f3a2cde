import { countDeliveries, type Deliveries } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** What was delivered lately, hour by hour, oldest first; an hour with nothing is there, too. */
export interface DeliveriesDocument {
  readonly hours: readonly Deliveries[]
}

const HOUR_MS = 3_600_000

/** What was delivered in the last `hours`, the one that runs now last. */
export async function readDeliveries(
  { db }: DatabaseDeps,
  { hours, nowMs }: { readonly hours: number; readonly nowMs: number },
): Promise<DeliveriesDocument> {
  const counted = new Map((await countDeliveries(db, hours)).map((hour) => [hour.at, hour]))
  const current = Math.floor(nowMs / HOUR_MS)
  return {
    hours: Array.from({ length: hours }, (_, index) => {
      const at = new Date((current - hours + 1 + index) * HOUR_MS).toISOString()
      return counted.get(at) ?? { at, delivered: 0, dead: 0 }
    }),
  }
}
