import type { AnswerTo, Destination, SegmentQuestion } from '@sluice/shared/domain'
import { askWriteKey } from './checks/ask-write-key.ts'
import { checkEndpoint } from './checks/check-endpoint.ts'
import { checkWriteKey } from './checks/check-write-key.ts'
import { probeEndpoint } from './probe-endpoint.ts'
import type { SegmentPlaces } from './segment-places.ts'
import { sendOneEvent } from './send-one-event.ts'

/**
 * Answers what can be asked about a write key, which has been opened. Every request has time limits of its own; what is
 * under way ends with the signal, and it rejects with the signal's reason.
 */
export async function answerSegmentQuestion<Asked extends SegmentQuestion>(
  destination: Pick<Destination, 'region' | 'writeKey'>,
  question: Asked,
  places: SegmentPlaces,
  signal?: AbortSignal,
): Promise<AnswerTo<Asked>> {
  signal?.throwIfAborted()
  const answered = await answer(destination, question, places, signal)
  signal?.throwIfAborted()
  return answered as AnswerTo<Asked>
}

async function answer(
  destination: Pick<Destination, 'region' | 'writeKey'>,
  question: SegmentQuestion,
  places: SegmentPlaces,
  signal: AbortSignal | undefined,
): Promise<AnswerTo<SegmentQuestion>> {
  switch (question.kind) {
    case 'write key': {
      const endpoint = places.endpoints[destination.region]
      const [asked, probe] = await Promise.all([
        askWriteKey(destination, places, signal),
        probeEndpoint(endpoint, places.userAgent, places.proxies, signal),
      ])
      return { checks: [checkWriteKey(asked), checkEndpoint(endpoint, probe)] }
    }
    case 'send':
      return sendOneEvent(destination, question.event, places, signal)
    default:
      return question satisfies never
  }
}
