import { suggestFields, type Suggestions } from '@sluice/mapper/core'
import type { ActionName } from '@sluice/shared/domain'
import { readModel, refuseUnknownConfig } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import type { Visitor } from '../ask/visitor.ts'

/** Which model's columns, and which call they are for. */
export interface SuggestMappingFieldsInput {
  readonly model: string
  readonly action: ActionName
  readonly signal?: AbortSignal | undefined
}

/**
 * Fields for the columns of a model, by their names and types: the warehouse is asked what columns there are, and for
 * no row. Fails with `model_unknown`, and as the warehouse fails.
 */
export async function suggestMappingFields(
  { db, asker }: AskDeps,
  { model: id, action, signal }: SuggestMappingFieldsInput,
  visitor: Visitor,
): Promise<Suggestions> {
  const { source, query, identifier } =
    (await readModel(db, id)) ?? (await refuseUnknownConfig(db, 'model', id))
  const { columns } = await asker.ask(
    { kind: 'rows', source: { id: source }, model: id, query, identifier, limit: 0 },
    { visitor, look: null, signal },
  )
  return suggestFields({ action, columns, model: id, identifier })
}
