import type { AskedDestination, Destination, Question, SegmentQuestion } from '@sluice/shared/domain'
import { startAnswering } from '@sluice/shared/questions'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { listDestinations, refuseUnknownConfig } from '@sluice/shared/store'
import { answerSegmentQuestion, type SegmentPlaces } from '../tracking-api/index.ts'

const isSegmentQuestion = (question: Question): question is SegmentQuestion => 'destination' in question

/**
 * Answers what processes without keys ask about write keys. An event that is sent by hand takes no part in budgets,
 * holds and lanes: there are few.
 */
export function startSegmentAnswers(
  context: WorkerContext,
  lifecycle: Lifecycle,
  places: SegmentPlaces,
): void {
  const { db, secrets } = context
  const open = async (asked: AskedDestination): Promise<Pick<Destination, 'region' | 'writeKey'>> => {
    if ('typed' in asked) return asked.typed
    const found = (await listDestinations(db, secrets)).find(({ id }) => id === asked.id)
    return found ?? (await refuseUnknownConfig(db, 'destination', asked.id))
  }

  startAnswering(context, lifecycle, 'destinations', {
    isOurs: isSegmentQuestion,
    answer: async (question) => answerSegmentQuestion(await open(question.destination), question, places),
  })
}
