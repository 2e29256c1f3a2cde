import type { DatabaseDeps } from '@sluice/operations'
import { listModels } from './list-models.ts'
import type { Target } from './submit-mapping.ts'

/** What is there before a new mapping of a destination is typed; fails with `destination_unknown`. */
export async function readNewTarget(deps: DatabaseDeps, destination: string): Promise<Target> {
  return { destination, known: null, standing: null, models: await listModels(deps, destination) }
}
