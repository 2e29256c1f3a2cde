import { SluiceError } from '@sluice/shared/errors'
import type { StageRequest } from '../port.ts'
import { COLUMN_LIMIT } from './limits.ts'

/**
 * Refuses the columns of a model that cannot be synced, with `query_invalid`,
 * `column_duplicate` or `identifier_missing`. Without an identifier any column will do.
 */
export function checkColumns(names: readonly string[], identifier: string | null, modelId: string): void {
  if (names.length > COLUMN_LIMIT) {
    throw new SluiceError(
      'query_invalid',
      `model ${modelId}: the query gives ${names.length} columns, more than ${COLUMN_LIMIT}: select those that are mapped`,
    )
  }
  const duplicate = names.find((name, index) => names.indexOf(name) !== index)
  if (duplicate !== undefined) {
    throw new SluiceError(
      'column_duplicate',
      `model ${modelId}: the query gives two columns the name ${JSON.stringify(duplicate)}: name each (… as …)`,
    )
  }
  if (identifier === null) {
    if (names.length > 0) return
    throw new SluiceError('query_invalid', `model ${modelId}: the query gives no columns`)
  }
  if (names.includes(identifier)) return
  const similar = names.find((name) => name.toLowerCase() === identifier.toLowerCase())
  const hint = similar === undefined ? '' : `: upper and lower case differ, write ${JSON.stringify(similar)}`
  const found = names.map((name) => JSON.stringify(name)).join(', ') || 'no columns'
  throw new SluiceError(
    'identifier_missing',
    `model ${modelId}: the identifier ${JSON.stringify(identifier)} is not in the query's result (${found})${hint}`,
  )
}

/** Refuses, with `model_changed`, a model that has lost a column which the mapping reads. */
export async function refuseMissingColumns(
  { listColumnsRead, mappingId, modelId }: Pick<StageRequest, 'listColumnsRead' | 'mappingId' | 'modelId'>,
  before: readonly string[],
  now: readonly string[],
): Promise<void> {
  const gone = before.filter((name) => !now.includes(name))
  if (gone.length === 0) return
  const read = await listColumnsRead()
  const missing = gone.filter((name) => read === 'all' || read.includes(name))
  if (missing.length === 0) return
  throw new SluiceError(
    'model_changed',
    `model ${modelId} has no column ${missing.join(', ')} any more, which mapping ${mappingId} reads: nothing was sent; ` +
      `bring it back, change the mapping, or have a sync go on without it`,
    { subject: { kind: 'mapping', id: mappingId } },
  )
}
