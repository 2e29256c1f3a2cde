import type { Question, SegmentQuestion } from '@sluice/shared/domain'
import { startAnswering } from '@sluice/shared/questions'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { openAskedDestination } from '@sluice/shared/store'
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
  startAnswering(context, lifecycle, 'destinations', {
    isOurs: isSegmentQuestion,
    answer: async (question, signal) =>
      answerSegmentQuestion(
        await openAskedDestination(db, secrets, question.destination),
        question,
        places,
        signal,
      ),
  })
}
