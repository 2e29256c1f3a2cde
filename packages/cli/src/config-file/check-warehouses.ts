import type { Column, Warehouse } from '@sluice/extractor/warehouse'
import type { Config, Model, Source } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { Mistake, Path } from './mistake.ts'
import type { Plan, Thing } from './plan-changes.ts'

/** Opens the warehouse of a source; the caller closes it. */
export type OpenWarehouse = (source: Source) => Promise<Warehouse>

/** What the warehouses said about a config: the mistakes, and the columns of every model that they know. */
export interface WarehouseFindings {
  readonly mistakes: readonly (Mistake & { readonly error: SluiceError })[]
  readonly columns: ReadonlyMap<string, readonly Column[]>
}

/** Asks the warehouses about every source and model that a plan touches; changes nothing there. */
export async function checkWarehouses(
  wanted: Config,
  plan: Plan,
  open: OpenWarehouse,
): Promise<WarehouseFindings> {
  const touched = [...plan.created, ...plan.updated.map(({ after }) => after)]
  const isTouched = (kind: Thing['kind'], id: string): boolean =>
    touched.some((thing) => thing.kind === kind && thing.value.id === id)

  const mistakes: (Mistake & { readonly error: SluiceError })[] = []
  const columns = new Map<string, readonly Column[]>()
  for (const [index, source] of wanted.sources.entries()) {
    const isChanged = isTouched('source', source.id)
    const models = wanted.models.filter(
      (model) => model.source === source.id && (isChanged || isTouched('model', model.id)),
    )
    if (!isChanged && models.length === 0) continue
    const report = (path: Path, error: unknown): void => {
      if (!(error instanceof SluiceError)) throw error
      mistakes.push({ path, message: error.message, error })
    }
    await checkSource(source, models, open, {
      ofSource: (error) => report(['sources', index, 'connection'], error),
      ofModel: (model, error) => report(['models', wanted.models.indexOf(model), chooseKey(error)], error),
      describe: (model, found) => void columns.set(model.id, found),
    })
  }
  return { mistakes, columns }
}

interface Findings {
  ofSource(error: unknown): void
  ofModel(model: Model, error: unknown): void
  describe(model: Model, columns: readonly Column[]): void
}

/** One source and its models; a warehouse that cannot be had is told once. */
async function checkSource(
  source: Source,
  models: readonly Model[],
  open: OpenWarehouse,
  findings: Findings,
): Promise<void> {
  let warehouse: Warehouse
  try {
    warehouse = await open(source)
  } catch (error) {
    return findings.ofSource(error)
  }
  try {
    await warehouse.check()
    for (const model of models) {
      try {
        findings.describe(model, await warehouse.describe(model, model.id))
      } catch (error) {
        if (isOfSource(error)) throw error
        findings.ofModel(model, error)
      }
    }
  } catch (error) {
    findings.ofSource(error)
  } finally {
    await warehouse.close()
  }
}

function isOfSource(error: unknown): boolean {
  return error instanceof SluiceError && error.code.startsWith('warehouse_')
}

function chooseKey(error: unknown): string {
  return error instanceof SluiceError && error.code === 'identifier_missing' ? 'identifier' : 'query'
}
