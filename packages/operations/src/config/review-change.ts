import {
  collectConfig,
  countEffects,
  formatResource,
  lintMappings,
  listPlanNotes,
  listResources,
  type CountRecords,
  type Effect,
  type Mistake,
  type Plan,
} from '@sluice/config'
import type { Config } from '@sluice/shared/domain'

/** What can be said of a change before it is made. */
export interface Review {
  readonly warnings: readonly Mistake[]
  readonly effects: readonly Effect[]
  /** What of it nobody could count, and why. */
  readonly uncounted: readonly string[]
}

/** What can be said of a change of one item before it is made; paths begin in the item. */
export async function reviewChange(
  current: Config,
  plan: Plan,
  {
    resent,
    countRecords,
  }: { readonly resent: readonly string[]; readonly countRecords: CountRecords | null },
): Promise<Review> {
  const touched = [...plan.created, ...plan.updated.map(({ after }) => after)]
  const wanted = carryPlan(current, plan)
  const mappings = touched.flatMap((resource) => (resource.kind === 'mapping' ? [resource.value] : []))
  const warnings = [...lintMappings({ ...wanted, mappings }, new Map()), ...listPlanNotes(wanted, plan)].map(
    ({ path, message }) => ({ path: path.slice(2), message }),
  )
  if (countRecords === null) return { warnings, effects: [], uncounted: [] }
  const uncounted: string[] = []
  const effects = await countEffects(wanted, plan, resent, {
    countRecords,
    note: (message) => void uncounted.push(message),
  })
  return {
    warnings: [...warnings, ...uncounted.map((message) => ({ path: [], message }))],
    effects,
    uncounted,
  }
}

/** The config that a plan makes. */
function carryPlan(current: Config, { created, updated, removed }: Plan): Config {
  const gone = new Set([...removed, ...updated.map(({ before }) => before)].map(formatResource))
  return collectConfig([
    ...listResources(current).filter((resource) => !gone.has(formatResource(resource))),
    ...updated.map(({ after }) => after),
    ...created,
  ])
}
