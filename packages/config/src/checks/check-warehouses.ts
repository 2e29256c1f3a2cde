import type { Column, Warehouse } from '@sluice/warehouse/port'
import type { Config, Model, Source } from '@sluice/shared/domain'
import { SluiceError, withoutSubject, type ErrorSubject } from '@sluice/shared/errors'
import { findWarehouseType } from '@sluice/warehouse/registry'
import type { Findings, GraveMistake } from './findings.ts'
import type { Mistake, Path } from '../items/mistake.ts'
import type { Plan } from '../plan/plan-changes.ts'

/** Opens the warehouse of a source; the caller closes it. */
export type OpenWarehouse = (source: Source) => Promise<Warehouse>

/** What the warehouses said about a config, and the columns of every model that could be looked at. */
export interface WarehouseFindings extends Findings {
  readonly columns: ReadonlyMap<string, readonly Column[]>
}

/**
 * Asks the warehouses about every source and model that a plan touches, and for the columns of all that is
 * mapped. What is wrong with something that the plan leaves as it is comes as a warning. `prepare` lets the
 * first contact make the schema where Sluice keeps its state; it is made only when nothing is wrong anywhere.
 */
export async function checkWarehouses(
  wanted: Config,
  plan: Plan,
  options: { readonly open: OpenWarehouse; readonly prepare: boolean },
): Promise<WarehouseFindings> {
  const columns = new Map<string, readonly Column[]>()
  const mistakes: GraveMistake[] = []
  const warnings: Mistake[] = []
  const opened: OpenedSource[] = []
  const attempt = async (
    { isTouched, subjects, choosePath }: Attempted,
    work: () => Promise<void>,
  ): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      const [path, message] = [choosePath(error), withoutSubject(error.message, ...subjects)]
      if (isTouched) mistakes.push({ path, message, code: error.code, cause: error })
      else warnings.push({ path, message: `columns could not be looked at: ${message}` })
    }
  }
  try {
    for (const { source, path, isChanged, models } of listAskedSources(wanted, plan)) {
      const isTouched = isChanged || models.some((model) => model.isTouched)
      const about = { kind: 'source', id: source.id } as const
      await attempt({ isTouched, subjects: [about], choosePath: () => path }, async () => {
        const warehouse = await options.open(source)
        opened.push({ about, path, warehouse, isChanged })
        // Reads, and so proves that the warehouse can be reached.
        await warehouse.listStaged()
        for (const { model, isTouched: isModelTouched } of models) {
          const choosePath = ({ code }: SluiceError): Path => [
            'models',
            wanted.models.indexOf(model),
            code === 'identifier_missing' ? 'identifier' : 'query',
          ]
          const subjects = [{ kind: 'model', id: model.id } as const, about]
          await attempt({ isTouched: isModelTouched, subjects, choosePath }, async () => {
            const described = await warehouse.describe(model, model.id)
            columns.set(model.id, described)
            const path = ['models', wanted.models.indexOf(model), 'identifier']
            for (const { warning } of described)
              if (warning !== undefined) warnings.push({ path, message: warning })
          })
        }
      })
    }
    for (const { about, path, warehouse, isChanged } of opened) {
      if (!options.prepare || !isChanged || mistakes.length > 0) continue
      await attempt({ isTouched: true, subjects: [about], choosePath: () => path }, () => warehouse.check())
    }
  } finally {
    await Promise.all(opened.map(({ warehouse }) => warehouse.close()))
  }
  return { mistakes, warnings, columns }
}

interface Attempted {
  /** True for what the plan makes or changes. */
  readonly isTouched: boolean
  /** Whom the place in the config names already. */
  readonly subjects: readonly ErrorSubject[]
  readonly choosePath: (error: SluiceError) => Path
}

interface OpenedSource {
  readonly about: ErrorSubject
  readonly path: Path
  readonly warehouse: Warehouse
  readonly isChanged: boolean
}

interface AskedSource {
  readonly source: Source
  readonly path: Path
  readonly isChanged: boolean
  /** All that is mapped; of the others those of a changed source, and those that are changed themselves. */
  readonly models: readonly { readonly model: Model; readonly isTouched: boolean }[]
}

function listAskedSources(wanted: Config, plan: Plan): readonly AskedSource[] {
  const sources = listTouched(plan, 'source')
  const touchedModels = listTouched(plan, 'model')
  const mapped = new Set(wanted.mappings.map(({ model }) => model))
  return wanted.sources
    .map((source, index) => {
      const isChanged = sources.has(source.id)
      const models = wanted.models
        .filter((model) => model.source === source.id)
        .map((model) => ({ model, isTouched: isChanged || touchedModels.has(model.id) }))
        .filter(({ model, isTouched }) => isTouched || mapped.has(model.id))
      return {
        source,
        path: ['sources', index, findWarehouseType(source.type)?.addressKey ?? 'type'],
        isChanged,
        models,
      }
    })
    .filter(({ isChanged, models }) => isChanged || models.length > 0)
}

function listTouched({ created, updated }: Plan, kind: 'source' | 'model'): ReadonlySet<string> {
  const resources = [...created, ...updated.map(({ after }) => after)]
  return new Set(resources.filter((resource) => resource.kind === kind).map(({ value }) => value.id))
}
