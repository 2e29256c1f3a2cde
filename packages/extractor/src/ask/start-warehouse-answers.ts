import type { Question, WarehouseQuestion } from '@sluice/shared/domain'
import { startAnswering } from '@sluice/shared/questions'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { openAskedSource } from '@sluice/shared/store'
import { answerWarehouseQuestion } from '@sluice/warehouse/questions'
import { limitStatements } from './limit-statements.ts'

const isWarehouseQuestion = (question: Question): question is WarehouseQuestion => 'source' in question

/**
 * Answers what processes without keys ask about warehouses, on connections of its own, so that no sync waits for one.
 */
export function startWarehouseAnswers(context: WorkerContext, lifecycle: Lifecycle): void {
  const { db, secrets, installationId } = context
  startAnswering(context, lifecycle, 'sources', {
    isOurs: isWarehouseQuestion,
    answer: async (question, signal) => {
      const source = limitStatements(await openAskedSource(db, secrets, question.source))
      return answerWarehouseQuestion(source, question, { installationId, signal })
    },
  })
}
