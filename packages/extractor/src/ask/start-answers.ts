import { readAlertPlaces } from '@sluice/alerts/places'
import { createMessageIdFactory } from '@sluice/mapper/core'
import type { AlertQuestion, KeptQuestion, Question, WarehouseQuestion } from '@sluice/shared/domain'
import { startAnswering } from '@sluice/shared/questions'
import { answerKeptQuestion } from '@sluice/shared/records'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { openAskedChannel, openAskedSource } from '@sluice/shared/store'
import { answerWarehouseQuestion } from '@sluice/warehouse/questions'
import { limitStatements } from './limit-statements.ts'

const isOurs = (question: Question): question is WarehouseQuestion | KeptQuestion | AlertQuestion =>
  !('destination' in question)

/**
 * Answers what processes without keys ask about warehouses and what is sealed of rows that were under way, on
 * connections of its own, so that no sync waits for one; and tries channels of alerts.
 */
export function startAnswers(context: WorkerContext, lifecycle: Lifecycle): void {
  const { db, secrets, installationId, env } = context
  const places = readAlertPlaces(env)
  const createIds = (mappingId: string, epoch: number) =>
    createMessageIdFactory({ installationId, mappingId, epoch })
  startAnswering(context, lifecycle, 'sources', {
    isOurs,
    answer: async (question, signal) => {
      if ('channel' in question) {
        const { sendTest } = await import('@sluice/alerts')
        return sendTest(await openAskedChannel(db, secrets, question.channel), places)
      }
      if (!('source' in question)) return answerKeptQuestion(context, question, { createIds, signal })
      const source = limitStatements(await openAskedSource(db, secrets, question.source))
      return answerWarehouseQuestion(source, question, { installationId, signal })
    },
  })
}
