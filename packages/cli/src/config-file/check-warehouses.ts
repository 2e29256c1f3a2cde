import type { Column, Warehouse } from '@sluice/extractor/warehouse'
import type { Config, Model, Source } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { Path } from './mistake.ts'
import type { Plan, Thing } from './plan-changes.ts'

/** Opens the warehouse of a source; the caller closes it. */
export type OpenWarehouse = (source: Source) => Promise<Warehouse>

/** What a warehouse said against a config, and the place in the config that it is about. */
export interface WarehouseMistake {
  readonly path: Path
  readonly message: string
  readonly error: SluiceError
}

/** What the warehouses said about a config: the mistakes, and the columns of every model that was looked at. */
export interface WarehouseFindings {
  readonly mistakes: readonly WarehouseMistake[]
  readonly columns: ReadonlyMap<string, readonly Column[]>
}

/**
 * Asks the warehouses about every source and model that a plan touches. `prepare` lets the first contact make the schema where Sluice
 * keeps its state; it is made only when nothing is wrong anywhere.
 */
export async function checkWarehouses(
  wanted: Config,
  plan: Plan,
  options: { readonly open: OpenWarehouse; readonly prepare: boolean },
): Promise<WarehouseFindings> {
  const columns = new Map<string, readonly Column[]>()
  const mistakes: WarehouseMistake[] = []
  const opened: { readonly path: Path; readonly warehouse: Warehouse; readonly isChanged: boolean }[] = []
  const attempt = async (
    choosePath: (error: SluiceError) => Path,
    work: () => Promise<void>,
  ): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      mistakes.push({ path: choosePath(error), message: dropSubject(error.message), error })
    }
  }
  try {
    for (const { source, path, isChanged, models } of listTouchedSources(wanted, plan)) {
      await attempt(
        () => path,
        async () => {
          const warehouse = await options.open(source)
          opened.push({ path, warehouse, isChanged })
          // Reads, and so proves that the warehouse can be reached.
          await warehouse.listStaged()
          for (const model of models) {
            const chooseKey = ({ code }: SluiceError): Path => [
              'models',
              wanted.models.indexOf(model),
              code === 'identifier_missing' ? 'identifier' : 'query',
            ]
            await attempt(chooseKey, async () => {
              columns.set(model.id, await warehouse.describe(model, model.id))
            })
          }
        },
      )
    }
    for (const { path, warehouse, isChanged } of opened) {
      if (!options.prepare || !isChanged || mistakes.length > 0) continue
      await attempt(
        () => path,
        () => warehouse.check(),
      )
    }
  } finally {
    await Promise.all(opened.map(({ warehouse }) => warehouse.close()))
  }
  return { mistakes, columns }
}

interface TouchedSource {
  readonly source: Source
  readonly path: Path
  readonly isChanged: boolean
  /** The models to look at: all of a changed source, else those that are changed themselves. */
  readonly models: readonly Model[]
}

function listTouchedSources(wanted: Config, plan: Plan): readonly TouchedSource[] {
  const touched = [...plan.created, ...plan.updated.map(({ after }) => after)]
  const isTouched = (kind: Thing['kind'], id: string): boolean =>
    touched.some((thing) => thing.kind === kind && thing.value.id === id)
  return wanted.sources
    .map((source, index) => {
      const isChanged = isTouched('source', source.id)
      const models = wanted.models.filter(
        (model) => model.source === source.id && (isChanged || isTouched('model', model.id)),
      )
      return { source, path: ['sources', index, 'connection'], isChanged, models }
    })
    .filter(({ isChanged, models }) => isChanged || models.length > 0)
}

/** The place in the file names the model or source already. */
function dropSubject(message: string): string {
  return message.replace(/^(?:model|source) [^\s:,]+[:,] /, '')
}
