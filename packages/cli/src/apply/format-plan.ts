import { joinParts, mark, type Line, type Style } from '../output/line.ts'
import { describePlan, type Plan } from '@sluice/config'

/** A plan for people: one line per change, what it does to events, and a sum. */
export function formatPlan(
  plan: Plan,
  { isDryRun, effects }: { readonly isDryRun: boolean; readonly effects: readonly string[] },
): readonly Line[] {
  const { created, updated, removed, unchanged } = describePlan(plan)
  const lines = [
    ...created.map((name) => formatChange('create', name, 'good')),
    ...updated.map((name, index) =>
      formatChange('update', `${name}: ${plan.updated[index]?.changed.join(', ') ?? ''}`, 'warning'),
    ),
    ...removed.map((name) => formatChange('remove', name, 'bad')),
  ]
  const sum = `${created.length} created, ${updated.length} updated, ${removed.length} removed, ${unchanged.length} unchanged`
  return [...lines, ...effects, isDryRun ? `dry run, nothing was changed: ${sum}` : sum]
}

function formatChange(verb: string, what: string, style: Style): Line {
  return joinParts(mark(verb, style), `  ${what}`)
}
