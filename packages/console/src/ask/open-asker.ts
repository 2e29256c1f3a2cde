import type { Asker } from '@sluice/operations'
import { ASK_QUEUES, openQueue } from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext } from '@sluice/shared/runtime'
import { createQueueAsker } from './create-queue-asker.ts'

/** An asker over queues of its own, for the console. */
export function openAsker(
  { db, redis, queues: connection }: Pick<WorkerContext, 'db' | 'redis' | 'queues'>,
  lifecycle: Lifecycle,
): Asker {
  const open = (purpose: keyof typeof ASK_QUEUES) =>
    lifecycle.use(`${ASK_QUEUES[purpose].name} queue`, openQueue(ASK_QUEUES[purpose], connection), (queue) =>
      queue.close(),
    )
  const queues = { sources: open('sources'), destinations: open('destinations') }
  return createQueueAsker({ db, redis, prefix: connection.prefix, queues })
}
