import type { Warehouse } from '@sluice/warehouse/port'
import type { Model } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { Check } from './check.ts'

/**
 * Looks at a source from every side that needs no row: its warehouse, then each of its models if that can be reached.
 */
export async function checkSource(
  open: () => Promise<Warehouse>,
  models: readonly Model[],
): Promise<readonly Check[]> {
  const opened = await attempt('reachable', open)
  if ('status' in opened) return [opened]
  const warehouse = opened
  try {
    const checks: Check[] = (await warehouse.inspect()).map((check) => ({
      ...check,
      detail: dropSource(check.detail),
    }))
    if (checks[0]?.status === 'failed') return checks
    for (const model of models) checks.push(await checkModel(warehouse, model))
    return checks
  } finally {
    await warehouse.close()
  }
}

function checkModel(warehouse: Warehouse, model: Model): Promise<Check> {
  const check = `model ${model.id}`
  return attempt(check, async (): Promise<Check> => {
    const columns = await warehouse.describe(model, model.id)
    const warning = columns.map((column) => column.warning).find((each) => each !== undefined)
    if (warning !== undefined) return { check, status: 'warning', detail: warning }
    const noun = columns.length === 1 ? 'column' : 'columns'
    return { check, status: 'ok', detail: `${columns.length} ${noun}, identified by ${model.identifier}` }
  })
}

/** What work gives, or the check that it has failed. */
async function attempt<T>(check: string, work: () => Promise<T>): Promise<T | Check> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return { check, status: 'failed', detail: dropSource(error.message) }
  }
}

/** The line names the model already, and the command the source. */
function dropSource(message: string): string {
  return message.replace(/^(?:source|model) [^\s:,]+[:,] /, '')
}
