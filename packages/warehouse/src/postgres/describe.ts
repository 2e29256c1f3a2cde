import { chooseIdentifier } from '../delta/choose-identifier.ts'
import type { DraftQuery } from '../draft-query.ts'
import type { Column } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createRunError } from './create-run-error.ts'
import { findVolatileCalls } from './find-volatile-calls.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { planModel } from './plan-model.ts'

/**
 * The columns of a model, after the server has planned what a sync will do with them; a
 * warning stands on an identifier that is made up anew each time.
 */
export function describe(
  pool: WarehousePool,
  draft: DraftQuery,
  modelId: string,
  signal?: AbortSignal,
): Promise<readonly Column[]> {
  const look = async (tx: Transaction): Promise<readonly Column[]> => {
    const columns = await readModelColumns(tx, draft, modelId)
    const model = chooseIdentifier(draft, columns)
    await planModel(tx, model, modelId, columns)
    const calls = await findVolatileCalls(tx, model, columns).catch((error: unknown) => {
      throw createRunError(error, modelId, model.query)
    })
    return columns.map(({ name, type }) => ({
      name,
      type,
      ...(name === draft.identifier && calls.length > 0
        ? { warning: createVolatileWarning(name, calls) }
        : {}),
    }))
  }
  return pool.transaction('read only', look, signal)
}

function createVolatileWarning(identifier: string, calls: readonly string[]): string {
  const made = calls.map((call) => `${call}()`).join(', ')
  return (
    `identifier ${JSON.stringify(identifier)} is made by ${made}, which may give another value each time (it is volatile): ` +
    `every sync would then delete every record and add it again; identify rows by a column that stays`
  )
}
