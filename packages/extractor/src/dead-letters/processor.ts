import { DEAD_LETTER_ADVICE } from '@sluice/shared/errors'
import {
  Parking,
  type DeadLetterPayload,
  type ExtractPayload,
  type JobExecution,
  type TypedQueue,
} from '@sluice/shared/queues'
import { requeueLetters, type LettersLeft, type Queryable } from '@sluice/shared/store'

export interface DeadLetterDeps {
  readonly db: Queryable
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
}

/**
 * The story of one group: the first time it parks under Failed with its reason; when a person presses Retry, its
 * letters are requeued and it completes. Letters are marked once, so it may die at any await and be done again.
 */
export function createDeadLetterProcessor(
  deps: DeadLetterDeps,
): (execution: JobExecution<DeadLetterPayload>) => Promise<void> {
  return async ({ payload, earlierFailures }) => {
    const { mapping, sync, chunk, stage, code, reason } = payload
    if (earlierFailures === 0) throw new Parking(`${code}: ${reason}. To do: ${DEAD_LETTER_ADVICE[code]}`)
    if (stage === 'extract') {
      throw new Parking(`${code}: ${reason}. It cannot be requeued: ${DEAD_LETTER_ADVICE[code]}`)
    }
    const { left } = await requeueLetters(deps.db, { group: { sync, chunk, stage, code }, actor: 'board' })
    const [obstacle] = left
    if (obstacle !== undefined)
      throw new Parking(`${code}: ${reason}. It cannot be requeued: ${formatObstacle(obstacle)}`)
    await deps.extract.add({ step: 'requeue', mapping })
  }
}

/** The letters of one group are of one mapping, so all of them are left or none is. */
function formatObstacle({ mapping, destination, why }: LettersLeft): string {
  if (why === 'destination disabled') return `destination ${destination} of mapping ${mapping} is disabled`
  return why === 'stage extract'
    ? 'it has no record to send'
    : why.replace('mapping', `mapping ${mapping} is`)
}
