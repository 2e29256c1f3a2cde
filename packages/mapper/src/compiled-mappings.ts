import { VERSION } from '@sluice/shared/runtime'
import { readSync, type Queryable } from '@sluice/shared/store'
import { prepareMapping, type ReadyMapping } from './chunk/index.ts'

/** The mappings of the syncs that this process has met; a sync's plan never changes, so nothing is ever stale. */
export interface CompiledMappings {
  /** null when there is no such sync. */
  find(sync: string): Promise<ReadyMapping | null>
}

const KEPT_SYNCS = 200

/** Compiles the mapping of a sync when its first chunk comes. */
export function createCompiledMappings(db: Queryable, installationId: string): CompiledMappings {
  const bySync = new Map<string, ReadyMapping>()
  return {
    async find(sync) {
      const known = bySync.get(sync)
      if (known !== undefined) return known
      const plan = (await readSync(db, sync))?.plan
      if (plan === undefined) return null
      const ready = prepareMapping(plan, { installationId, version: VERSION })
      const [oldest] = bySync.keys()
      if (bySync.size >= KEPT_SYNCS && oldest !== undefined) bySync.delete(oldest)
      bySync.set(sync, ready)
      return ready
    },
  }
}
