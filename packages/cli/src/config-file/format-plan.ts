import { formatThing, type Plan, type Thing } from './plan-changes.ts'

/** What `sluice apply --json` prints. */
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

/** A plan for people: one line per change, and a sum. */
export function formatPlan(plan: Plan, isDryRun: boolean): string {
  const { created, updated, removed, unchanged } = describePlan(plan)
  const lines = [
    ...created.map((name) => `create  ${name}`),
    ...updated.map((name, index) => `update  ${name}: ${plan.updated[index]?.changed.join(', ') ?? ''}`),
    ...removed.map((name) => `remove  ${name}`),
  ]
  const sum = `${created.length} created, ${updated.length} updated, ${removed.length} removed, ${unchanged.length} unchanged`
  return [...lines, isDryRun ? `dry run, nothing was changed: ${sum}` : sum].join('\n')
}
