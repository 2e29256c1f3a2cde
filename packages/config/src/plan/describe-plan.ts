import { formatResource, type Resource } from '../items/kinds.ts'
import type { Plan } from './plan-changes.ts'

/** What a plan does, by the names of resources. */
export interface PlanDocument {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: readonly string[]
}

/** The document of a plan. */
export function describePlan(plan: Plan): PlanDocument {
  const name = (resources: readonly Resource[]): readonly string[] => resources.map(formatResource)
  return {
    created: name(plan.created),
    updated: name(plan.updated.map(({ after }) => after)),
    removed: name(plan.removed),
    unchanged: name(plan.unchanged),
  }
}
