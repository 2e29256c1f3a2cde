import type {
  AnswerTo,
  AskedDestination,
  AskedSource,
  Destination,
  Question,
  Source,
} from '@sluice/shared/domain'
import { answerSegmentQuestion, type SegmentPlaces } from '@sluice/sender/tracking-api'
import type { ConfigBox } from '@sluice/shared/secrets'
import {
  listDestinations,
  readInstallationId,
  readSource,
  refuseUnknownConfig,
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
  const openSource = async (asked: AskedSource): Promise<Source> =>
    'typed' in asked
      ? asked.typed
      : ((await readSource(db, secrets, asked.id)) ?? (await refuseUnknownConfig(db, 'source', asked.id)))
  const openDestination = async (
    asked: AskedDestination,
  ): Promise<Pick<Destination, 'region' | 'writeKey'>> => {
    if ('typed' in asked) return asked.typed
    const destinations = await listDestinations(db, secrets)
    const found = destinations.find(({ id }) => id === asked.id)
    return found ?? (await refuseUnknownConfig(db, 'destination', asked.id))
  }

  return {
    secrets,
    async ask<Asked extends Question>(question: Asked, { signal }: Asking) {
      const answer =
        'source' in question
          ? await answerWarehouseQuestion(await openSource(question.source), question, {
              installationId: await readInstallationId(db),
              signal,
            })
          : await answerSegmentQuestion(await openDestination(question.destination), question, places())
      return answer as AnswerTo<Asked>
    },
  }
}
