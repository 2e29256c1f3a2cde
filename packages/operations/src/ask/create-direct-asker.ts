import type { AnswerTo, Question } from '@sluice/shared/domain'
import { answerSegmentQuestion, type SegmentPlaces } from '@sluice/sender/tracking-api'
import type { ConfigBox } from '@sluice/shared/secrets'
import {
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
  readonly secrets: ConfigBox
  /** Asked for when a question about a write key comes. */
  readonly places: () => SegmentPlaces
}

/** Answers in this very process, which holds the keys that a question needs; nothing is written into the audit log. */
export function createDirectAsker({ db, secrets, places }: DirectAskerDeps): Asker {
  return {
    secrets,
    async ask<Asked extends Question>(question: Asked, { signal }: Asking) {
      const answer =
        'source' in question
          ? await answerWarehouseQuestion(await openAskedSource(db, secrets, question.source), question, {
              installationId: await readInstallationId(db),
              signal,
            })
          : await answerSegmentQuestion(
              await openAskedDestination(db, secrets, question.destination),
              question,
              places(),
            )
      return answer as AnswerTo<Asked>
    },
  }
}
