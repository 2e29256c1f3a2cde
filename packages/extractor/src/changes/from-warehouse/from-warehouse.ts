import { sealManifest } from '@sluice/shared/records'
import type { Changes } from '../changes.ts'
import { commitStaged } from './commit-staged.ts'
import { finalizeStaged } from './finalize-staged.ts'
import { readStagedPages } from './read-staged-pages.ts'
import { stageModel } from './stage-model.ts'

/** The rows of a model that differ from what the warehouse remembers of the mapping. */
export const fromWarehouse: Changes = {
  stage: stageModel,
  readPages: readStagedPages,
  sealManifest: ({ secrets }, chunk, rows) => sealManifest(secrets, chunk, rows),
  commit: commitStaged,
  async discard({ warehouses }, { id, plan }) {
    // What cannot be dropped now is dropped by the mapping's next sync.
    await warehouses
      .open(plan.model.source)
      .then((warehouse) => warehouse.discard(id))
      .catch(() => {})
    return true
  },
  // What one has left in another warehouse, before the model moved, is nothing to wait for: the sweep tidies that up.
  mustFinalizeBefore: (ended, next) => ended.source === next.plan.model.source,
  finalize: finalizeStaged,
}
