import type { AnswerTo, Destination, SegmentQuestion } from '@sluice/shared/domain'
import { askWriteKey } from './checks/ask-write-key.ts'
import { checkEndpoint } from './checks/check-endpoint.ts'
import { checkWriteKey } from './checks/check-write-key.ts'
import { probeEndpoint } from './probe-endpoint.ts'
import type { SegmentPlaces } from './segment-places.ts'
import { sendOneEvent } from './send-one-event.ts'

/** Answers what can be asked about a write key, which has been opened; every request has time limits of its own. */
export async function answerSegmentQuestion<Asked extends SegmentQuestion>(
  destination: Pick<Destination, 'region' | 'writeKey'>,
  question: Asked,
  places: SegmentPlaces,
): Promise<AnswerTo<Asked>> {
  return (await answer(destination, question, places)) as AnswerTo<Asked>
}

async function answer(
  destination: Pick<Destination, 'region' | 'writeKey'>,
  question: SegmentQuestion,
  places: SegmentPlaces,
): Promise<AnswerTo<SegmentQuestion>> {
  switch (question.kind) {
    case 'write key': {
      const endpoint = places.endpoints[destination.region]
      const [asked, probe] = await Promise.all([
        askWriteKey(destination, places),
        probeEndpoint(endpoint, places.userAgent, places.proxies),
      ])
      return { checks: [checkWriteKey(asked), checkEndpoint(endpoint, probe)] }
    }
    case 'send':
      return sendOneEvent(destination, question.event, places)
    default:
      return question satisfies never
  }
}
