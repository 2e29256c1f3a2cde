import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { Queue } from 'bullmq'

/** Where the board stands. */
export const BOARD_PATH = '/queues'

const POLLING_INTERVAL_SECONDS = 5

/** Bull Board over the given queues, as a fastify plugin to be registered under its path. */
export function createBoard(queues: readonly Queue[]): FastifyAdapter {
  const adapter = new FastifyAdapter()
  adapter.setBasePath(BOARD_PATH)
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Sluice',
        hideRedisDetails: true,
        pollingInterval: { forceInterval: POLLING_INTERVAL_SECONDS },
      },
    },
  })
  return adapter
}
