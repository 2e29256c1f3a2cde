import type { Delta, SyncPlan } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { VERSION } from '@sluice/shared/runtime'
import { readSync, type Queryable } from '@sluice/shared/store'
import { compileMapping, createMessageIdFactory, type CompiledMapping } from './core/index.ts'

/** A sync's mapping, ready to run. */
export interface ReadyMapping {
  readonly plan: SyncPlan
  readonly mapping: CompiledMapping
  readonly createMessageId: (delta: Delta) => string
}

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
      const ready = prepareMapping(plan, installationId)
      const [oldest] = bySync.keys()
      if (bySync.size >= KEPT_SYNCS && oldest !== undefined) bySync.delete(oldest)
      bySync.set(sync, ready)
      return ready
    },
  }
}

function prepareMapping(plan: SyncPlan, installationId: string): ReadyMapping {
  const { mapping, epoch } = plan
  const compiled = compileMapping(mapping, { library: { name: 'sluice', version: VERSION } })
  if (!compiled.ok) {
    const [first] = compiled.mistakes
    throw new SluiceError(
      'mapping_invalid',
      `mapping ${mapping.id}, ${first?.path.join('.') ?? 'fields'}: ${first?.message ?? 'cannot be compiled'}; correct it and apply the config again`,
    )
  }
  return {
    plan,
    mapping: compiled.mapping,
    createMessageId: createIdOfEpoch(epoch, (of) =>
      createMessageIdFactory({ installationId, mappingId: mapping.id, epoch: of }),
    ),
  }
}

/** Ids of the plan's epoch; those of requeued deltas, of the epoch in which they were staged. */
function createIdOfEpoch(
  epoch: number,
  createFactory: (epoch: number) => (delta: Delta) => string,
): (delta: Delta) => string {
  const factories = new Map([[epoch, createFactory(epoch)]])
  const find = (of: number): ((delta: Delta) => string) => {
    const factory = factories.get(of) ?? createFactory(of)
    factories.set(of, factory)
    return factory
  }
  const create = find(epoch)
  return (delta) => (delta.origin === undefined ? create(delta) : find(delta.origin.epoch)(delta))
}
