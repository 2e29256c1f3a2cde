import type { Queue } from 'bullmq'
import type { BoardHooks } from '@bull-board/api/typings/app'
import type { Role } from '../access/account.ts'
import { describeRequest, type DescribedRequest } from './describe-request.ts'
import { judgeBoardRequest } from './judge-board-request.ts'
import type { Orders } from './orders.ts'
import { removeTraces } from './remove-traces.ts'

/** Names the user to the board; set by the console itself, whatever the client sent under it. */
export const USER_HEADER = 'x-sluice-user'

/** What stands around each handler of the board: who may do it, and that it is written down before it is done. */
export function createHooks(role: Role, queues: ReadonlyMap<string, Queue>, orders: Orders): BoardHooks {
  return {
    async before(context) {
      if (context.method === 'get') return undefined
      const request = await describeRequest(context, queues)
      // A viewer learns nothing of what there is by trying; to an operator the board says what is missing.
      if (request === null && role === 'operator') return undefined
      const verdict = judgeBoardRequest(role, request ?? { ...context, queue: null, state: null })
      if (verdict.kind === 'refused') return { allow: false, status: 403, message: verdict.message }
      if (verdict.kind === 'order' && request !== null) {
        const user = String(context.request.headers[USER_HEADER])
        await carryOut(orders, user, verdict.is, request, queues)
      }
      return undefined
    },
    after: (_context, result) =>
      role === 'viewer' ? { ...result, body: removeTraces(result.body) } : result,
  }
}

async function carryOut(
  orders: Orders,
  user: string,
  is: 'requeued' | 'discarded' | 'changed',
  request: DescribedRequest,
  queues: ReadonlyMap<string, Queue>,
): Promise<void> {
  await orders.record(user, is, request)
  const queue = queues.get(request.queue ?? '')
  if (is === 'discarded' && queue !== undefined) await orders.discard(user, queue, request.job)
}
