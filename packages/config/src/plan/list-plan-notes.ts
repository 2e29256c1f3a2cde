import type { Config } from '@sluice/shared/domain'
import type { Mistake } from '../items/mistake.ts'
import { listChanged, type Plan } from './plan-changes.ts'

/** Changes that are right and yet make every row of a mapping be compared anew. */
export function listPlanNotes({ models, mappings }: Config, plan: Plan): readonly Mistake[] {
  const moved = listChanged({ ...plan, created: [] }, 'mapping', ['model'])
  const renamed = listChanged({ ...plan, created: [] }, 'model', ['identifier'])
  const resourced = listChanged({ ...plan, created: [] }, 'model', ['source'])
  return [
    ...models.flatMap(({ id }, index) =>
      resourced.has(id)
        ? [
            {
              path: ['models', index, 'source'],
              message:
                'in another source nothing is remembered of what its mappings sent: their next syncs fail until a reset or a baseline of the mapping says what to make of that',
            },
          ]
        : [],
    ),
    ...models.flatMap(({ id }, index) =>
      renamed.has(id)
        ? [
            {
              path: ['models', index, 'identifier'],
              message: 'with another identifier, the next sync of its mappings takes every row for a new one',
            },
          ]
        : [],
    ),
    ...mappings.flatMap(({ id }, index) =>
      moved.has(id)
        ? [
            {
              path: ['mappings', index, 'model'],
              message: 'with another model, its next sync compares every row with what the old model sent',
            },
          ]
        : [],
    ),
  ]
}
