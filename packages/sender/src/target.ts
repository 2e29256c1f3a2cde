import { createHash } from 'node:crypto'
import type { Region } from '@sluice/shared/domain'
import { DEFAULT_BUDGET, type Budget } from './core/index.ts'
import type { BatchTarget } from './tracking-api/index.ts'

/**
 * A write key in its region: what batches are gathered for, held and budgeted by. `id` is
 * a digest that tells targets apart, in memory and in Redis, and does not tell the key.
 */
export interface Target extends BatchTarget {
  readonly id: string
  readonly budget: Budget
}

/** The target of a destination; destinations that share write key and region share it. */
export function createTarget(
  { region, writeKey }: { readonly region: Region; readonly writeKey: string },
  budget: Budget = DEFAULT_BUDGET,
): Target {
  const id = createHash('sha256')
    .update(JSON.stringify([region, writeKey]))
    .digest('base64url')
  return { id, region, writeKey, budget }
}
