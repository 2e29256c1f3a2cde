import { checkWarehouses, type OpenWarehouse } from './check-warehouses.ts'
import { checkWriteKeys } from './check-write-keys.ts'
import type { SegmentPlaces } from '@sluice/sender/tracking-api'
import { NO_FINDINGS, joinFindings, type Findings } from './findings.ts'
import { lintMappings } from './lint-mappings.ts'
import type { Config } from '@sluice/shared/domain'
import type { Mistake } from '../items/mistake.ts'
import type { Plan } from '../plan/plan-changes.ts'

/** Whom a review may ask. */
export interface ReviewDeps {
  readonly openWarehouse: OpenWarehouse
  /** Lets the first contact with a warehouse make the schema where Sluice keeps its state. */
  readonly prepare: boolean
  readonly urls: SegmentPlaces
}

/** Everything that can be said against a file and what it would change; without dependencies nobody is asked. */
export async function reviewPlan(
  { config, warnings }: { readonly config: Config; readonly warnings: readonly Mistake[] },
  plan: Plan,
  deps: ReviewDeps | null,
): Promise<Findings> {
  const [warehouses, keys] =
    deps === null
      ? [{ ...NO_FINDINGS, columns: new Map<string, never>() }, NO_FINDINGS]
      : await Promise.all([
          checkWarehouses(config, plan, { open: deps.openWarehouse, prepare: deps.prepare }),
          checkWriteKeys(config, plan, deps.urls),
        ])
  const linted = { mistakes: [], warnings: [...warnings, ...lintMappings(config, warehouses.columns)] }
  return joinFindings(linted, warehouses, keys)
}
