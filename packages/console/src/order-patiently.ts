import type { TypedQueue } from '@sluice/shared/queues'

/**
 * The same queue, which nobody waits for longer than `patienceMs`: what an order is about stands in the control
 * database by then, and the sweep of the extractors hands it out once Redis is back. Late failures are told.
 */
export function orderPatiently<Payload>(
  queue: TypedQueue<Payload>,
  patienceMs: number,
  onError: (error: unknown) => void,
): TypedQueue<Payload> {
  return {
    ...queue,
    async add(payload) {
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs)
      })
      await Promise.race([queue.add(payload).catch(onError), patience])
      clearTimeout(timer)
    },
  }
}
