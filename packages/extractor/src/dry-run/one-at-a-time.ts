import { Deferral } from '@sluice/shared/queues'
import { DRY_RUN_DELAY_MS } from '../limits.ts'

const busy = new WeakSet<object>()

/** Does a dry run, unless the extractor has one in hand: then it waits in the queue, and leaves its place to syncs. */
export async function oneAtATime(extractor: object, work: () => Promise<void>): Promise<void> {
  if (busy.has(extractor)) throw new Deferral(DRY_RUN_DELAY_MS, 'the extractor has another dry run in hand')
  busy.add(extractor)
  try {
    await work()
  } finally {
    busy.delete(extractor)
  }
}
