import type { Check, Model } from '@sluice/shared/domain'
import { SluiceError, withoutSubject, type ErrorSubject } from '@sluice/shared/errors'
import type { Warehouse } from '../port.ts'

/**
 * Looks at a source from every side that needs no row: its warehouse, then each of its models if that can be reached.
 */
export async function inspectSource(
  sourceId: string,
  open: () => Promise<Warehouse>,
  models: readonly Pick<Model, 'id' | 'query' | 'identifier'>[],
  signal?: AbortSignal,
): Promise<readonly Check[]> {
  const source = { kind: 'source', id: sourceId } as const
  const opened = await attempt('reachable', [source], open)
  if ('status' in opened) return [opened]
  const warehouse = opened
  try {
    const checks: Check[] = (await warehouse.inspect()).map((check) => ({
      ...check,
      detail: withoutSubject(check.detail, source),
    }))
    if (checks[0]?.status === 'failed') return checks
    for (const model of models) {
      signal?.throwIfAborted()
      checks.push(await checkModel(warehouse, model, { source, signal }))
    }
    signal?.throwIfAborted()
    return checks
  } finally {
    await warehouse.close()
  }
}

function checkModel(
  warehouse: Warehouse,
  model: Pick<Model, 'id' | 'query' | 'identifier'>,
  { source, signal }: { readonly source: ErrorSubject; readonly signal: AbortSignal | undefined },
): Promise<Check> {
  const check = `model ${model.id}`
  return attempt(check, [{ kind: 'model', id: model.id }, source], async (): Promise<Check> => {
    const columns = await warehouse.describe(model, model.id, signal)
    const warning = columns.map((column) => column.warning).find((each) => each !== undefined)
    if (warning !== undefined) return { check, status: 'warning', detail: warning }
    const noun = columns.length === 1 ? 'column' : 'columns'
    return { check, status: 'ok', detail: `${columns.length} ${noun}, identified by ${model.identifier}` }
  })
}

/** What work gives, or the check that it has failed; what is looked at is named beside it. */
async function attempt<T>(
  check: string,
  subjects: readonly ErrorSubject[],
  work: () => Promise<T>,
): Promise<T | Check> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return { check, status: 'failed', detail: withoutSubject(error.message, ...subjects) }
  }
}
