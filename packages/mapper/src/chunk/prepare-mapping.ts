import type { Delta, SyncPlan } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import {
  compileMapping,
  createMessageIdFactory,
  listComparedColumns,
  type CompiledMapping,
} from '../core/index.ts'

/** A sync's mapping, ready to run. */
export interface ReadyMapping {
  readonly plan: SyncPlan
  readonly mapping: CompiledMapping
  readonly createMessageId: (delta: Delta) => string
  /** The columns that rows are staged with; absent for all. */
  readonly columns?: readonly string[]
}

/** What makes the events of an installation its own. */
export interface Sender {
  readonly installationId: string
  /** Of Sluice: events name it as their library. */
  readonly version: string
}

/** Compiles the mapping of a plan; fails with `mapping_invalid`. */
export function prepareMapping(plan: SyncPlan, { installationId, version }: Sender): ReadyMapping {
  const { mapping, epoch } = plan
  const compiled = compileMapping(mapping, { library: { name: 'sluice', version } })
  if (!compiled.ok) {
    const [first] = compiled.mistakes
    throw new SluiceError(
      'mapping_invalid',
      `mapping ${mapping.id}, ${first?.path.join('.') ?? 'fields'}: ${first?.message ?? 'cannot be compiled'}; correct it and apply the config again`,
    )
  }
  const compared = listComparedColumns(mapping)
  return {
    plan,
    ...(compared === 'all' ? {} : { columns: compared }),
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
