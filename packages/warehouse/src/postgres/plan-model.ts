import type { ModelQuery } from '../port.ts'
import { createCompareSelect } from './compare.ts'
import { planContent } from './content.ts'
import { createColumnsError } from './create-query-error.ts'
import { createRunError } from './create-run-error.ts'
import type { ModelColumn } from './model-column.ts'
import type { Transaction } from './open-pool.ts'
import { parseStatement } from './parse-statement.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const TRIGGER = ['added'] as const

/**
 * Has the server plan the very statement that staging runs, without running it, so that
 * what every sync would fail with is found before there is one: types that cannot be
 * compared, rights that are missing. Planning may run functions already.
 */
export async function planModel(
  tx: Transaction,
  model: ModelQuery,
  modelId: string,
  columns: readonly ModelColumn[],
): Promise<void> {
  const text = createCompareSelect({
    request: { syncId: NOBODY, modelId, model, trigger: TRIGGER },
    records: 'nothing',
    columns,
    digested: columns.map(({ name }) => name),
    looksAgain: false,
    content: planContent(columns, model.identifier),
    known: 0,
    isFirst: true,
  })
  await parseStatement(tx, text).catch((error: unknown) => {
    throw createColumnsError(error, modelId)
  })
  await tx.query(`explain (costs off) ${text}`, [[...TRIGGER]]).catch((error: unknown) => {
    throw createRunError(error, modelId, model.query)
  })
}
