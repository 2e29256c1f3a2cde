import { createMessageIdFactory } from '@sluice/mapper/core'
import type { KeptQuestion, Question, WarehouseQuestion } from '@sluice/shared/domain'
import { startAnswering } from '@sluice/shared/questions'
import { answerKeptQuestion } from '@sluice/shared/records'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { openAskedSource } from '@sluice/shared/store'
import { answerWarehouseQuestion } from '@sluice/warehouse/questions'
import { limitStatements } from './limit-statements.ts'

const isOurs = (question: Question): question is WarehouseQuestion | KeptQuestion =>
  !('destination' in question)

/**
 * Answers what processes without keys ask about warehouses and what is sealed of rows that were under way, on
 * connections of its own, so that no sync waits for one.
 */
export function startAnswers(context: WorkerContext, lifecycle: Lifecycle): void {
  const { db, secrets, installationId } = context
  const createIds = (mappingId: string, epoch: number) =>
    createMessageIdFactory({ installationId, mappingId, epoch })
  startAnswering(context, lifecycle, 'sources', {
    isOurs,
    answer: async (question, signal) => {
      if (!('source' in question)) return answerKeptQuestion(context, question, { createIds, signal })
      const source = limitStatements(await openAskedSource(db, secrets, question.source))
      return answerWarehouseQuestion(source, question, { installationId, signal })
    },
  })
}
