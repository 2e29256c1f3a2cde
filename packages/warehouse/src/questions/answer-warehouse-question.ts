import type { AnswerTo, Answers, Source, WarehouseQuestion } from '@sluice/shared/domain'
import { SluiceError, withoutSubject } from '@sluice/shared/errors'
import type { Warehouse } from '../port.ts'
import { openWarehouse } from '../registry.ts'
import { cutRow, cutRows } from './cut-rows.ts'
import { inspectSource } from './inspect-source.ts'

/** How a query is called that has no name yet. */
const DRAFT = 'preview'

/** What a question does not say. */
export interface QuestionContext {
  readonly installationId: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Answers what can be asked of the warehouse of a source, which has been opened, on connections of its own; aborting
 * the signal cancels what runs there, and rejects with its reason.
 */
export async function answerWarehouseQuestion<Asked extends WarehouseQuestion>(
  source: Source,
  question: Asked,
  asking: QuestionContext,
): Promise<AnswerTo<Asked>> {
  return (await answer(source, question, asking)) as AnswerTo<Asked>
}

async function answer(
  source: Source,
  question: WarehouseQuestion,
  { installationId, signal }: QuestionContext,
): Promise<AnswerTo<WarehouseQuestion>> {
  switch (question.kind) {
    case 'inspect':
      return { checks: await inspectSource(source.id, () => openWarehouse(source), question.models, signal) }
    case 'rows':
      return ask(source, question.model, (warehouse) => readRows(warehouse, question, signal))
    case 'count':
      return ask(source, null, (warehouse) => warehouse.countIdentifier(question, DRAFT, signal))
    case 'records':
      return ask(source, null, (warehouse) => countRecords(warehouse, question.mappings, installationId))
    case 'record':
      return ask(source, null, (warehouse) => readRecord(warehouse, question, { installationId, signal }))
    case 'records with':
      return ask(source, null, async (warehouse) => {
        const { model, column, text } = question
        return {
          recordIds: await warehouse.findRecordsWith({ modelId: model.id, model, column, text, signal }),
        }
      })
    case 'records of':
      return ask(source, null, async (warehouse) => {
        const { mapping: mappingId, messageId, prefixes, syncs } = question
        const search = { installationId, mappingId, messageId, prefixes, syncs, signal }
        return { recordIds: await warehouse.findRecordsOf(search) }
      })
    default:
      return question satisfies never
  }
}

async function readRows(
  warehouse: Warehouse,
  { model, query, identifier, limit }: Extract<WarehouseQuestion, { readonly kind: 'rows' }>,
  signal?: AbortSignal,
): Promise<Answers['rows']> {
  const name = model ?? DRAFT
  const columns = await warehouse.describe({ query, identifier }, name, signal)
  if (limit === 0) return { columns, rows: [], isCut: false }
  const rows = await warehouse.readRows({ query, identifier }, name, limit, signal)
  return { columns, ...cutRows(rows) }
}

async function readRecord(
  warehouse: Warehouse,
  question: Extract<WarehouseQuestion, { readonly kind: 'record' }>,
  { installationId, signal }: QuestionContext,
): Promise<Answers['record']> {
  const { mapping: mappingId, model, recordId, trigger, selection, compared, syncs } = question
  const facts = await warehouse.readRecord({
    installationId,
    mappingId,
    modelId: model.id,
    model,
    recordId,
    trigger,
    selection,
    compared,
    syncs,
    signal,
  })
  return { ...facts, rows: facts.rows.map(cutRow) }
}

async function countRecords(
  warehouse: Warehouse,
  mappings: readonly string[],
  installationId: string,
): Promise<Answers['records']> {
  const counts = []
  for (const mapping of mappings) {
    const { sent, keptBack } = await warehouse.countRecords({ installationId, mappingId: mapping })
    counts.push({ mapping, sent, keptBack })
  }
  return counts
}

/** Errors of the query are told without the name that it does not have. */
async function ask<T>(
  source: Source,
  model: string | null,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse(source)
  try {
    return await work(warehouse)
  } catch (error) {
    if (model !== null || !(error instanceof SluiceError)) throw error
    const message = withoutSubject(error.message, { kind: 'model', id: DRAFT })
    throw new SluiceError(error.code, message, { cause: error, facts: error.facts })
  } finally {
    await warehouse.close()
  }
}
