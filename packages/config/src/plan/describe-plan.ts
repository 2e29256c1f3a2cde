import { formatThing, type Plan, type Thing } from './plan-changes.ts'

/** What a plan does, by the names of things. */
export interface PlanDocument {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: readonly string[]
}

/** The document of a plan. */
export function describePlan(plan: Plan): PlanDocument {
  const name = (things: readonly Thing[]): readonly string[] => things.map(formatThing)
  return {
    created: name(plan.created),
    updated: name(plan.updated.map(({ after }) => after)),
    removed: name(plan.removed),
    unchanged: name(plan.unchanged),
  }
}
