import type { Answers } from '@sluice/shared/domain'
import { readModel, refuseUnknownConfig } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'

/** Which model, and how many of its rows. */
export interface SampleModelInput {
  readonly model: string
  readonly limit: number
  readonly signal?: AbortSignal | undefined
}

/** What a mapping of the model sees. */
export type ModelSample = Answers['rows']

/**
 * The columns of a model and some of its rows by their identifiers. Fails with `model_unknown`, `operator_needed`, and
 * as the warehouse fails.
 */
export async function sampleModel(
  { db, asker }: AskDeps,
  { model: id, limit, signal }: SampleModelInput,
  visitor: Visitor,
): Promise<ModelSample> {
  refuseViewer(visitor, 'looking at rows')
  const model = (await readModel(db, id)) ?? (await refuseUnknownConfig(db, 'model', id))
  const { source, query, identifier } = model
  return asker.ask(
    { kind: 'rows', source: { id: source }, model: id, query, identifier, limit },
    { visitor, look: { kind: 'model', id }, signal },
  )
}
