import type { AlertPlaces } from '@sluice/alerts'
import { createMessageIdFactory } from '@sluice/mapper/core'
import type { AnswerTo, Question } from '@sluice/shared/domain'
import { answerSegmentQuestion, type SegmentPlaces } from '@sluice/sender/tracking-api'
import type { ByteBox, KeyedBox } from '@sluice/shared/secrets'
import { answerKeptQuestion } from '@sluice/shared/records'
import {
  openAskedChannel,
  openAskedDestination,
  openAskedSource,
  readInstallationId,
  type Database,
} from '@sluice/shared/store'
import { answerWarehouseQuestion } from '@sluice/warehouse/questions'
import type { Asker, Asking } from './asker.ts'

/** What a process needs to answer its own questions. */
export interface DirectAskerDeps {
  readonly db: Database
  readonly secrets: KeyedBox & ByteBox
  /** Asked for when a question about a write key comes. */
  readonly places: () => SegmentPlaces
  /** What stands between this process and the network, and where the console is; asked for likewise. */
  readonly alerting: () => AlertPlaces
}

/** Answers in this very process, which holds the keys that a question needs; nothing is written into the audit log. */
export function createDirectAsker({ db, secrets, places, alerting }: DirectAskerDeps): Asker {
  const answer = async (question: Question, signal?: AbortSignal): Promise<AnswerTo<Question>> => {
    if ('destination' in question) {
      const destination = await openAskedDestination(db, secrets, question.destination)
      return answerSegmentQuestion(destination, question, places(), signal)
    }
    if ('channel' in question) {
      // What sends mail is loaded by few.
      const { sendTest } = await import('@sluice/alerts')
      return sendTest(await openAskedChannel(db, secrets, question.channel), alerting())
    }
    const installationId = await readInstallationId(db)
    if ('source' in question) {
      const source = await openAskedSource(db, secrets, question.source)
      return answerWarehouseQuestion(source, question, { installationId, signal })
    }
    const createIds = (mappingId: string, epoch: number) =>
      createMessageIdFactory({ installationId, mappingId, epoch })
    return answerKeptQuestion({ db, secrets }, question, { createIds, signal })
  }
  return {
    secrets,
    async ask<Asked extends Question>(question: Asked, { signal }: Asking) {
      return (await answer(question, signal)) as AnswerTo<Asked>
    },
  }
}
