import type { Queue } from 'bullmq'
import type { BeforeHookResult, BoardHooks, HookContext } from '@bull-board/api/typings/app'
import type { Role } from '../access/account.ts'
import { findBoardRequest } from './find-board-request.ts'
import { judgeBoardRequest } from './judge-board-request.ts'
import type { Orders } from './orders.ts'
import { removeTraces } from './remove-traces.ts'

/** Names the user to the board; set by the console itself, whatever the client sent under it. */
export const USER_HEADER = 'x-sluice-user'

export interface HookDeps {
  readonly queues: ReadonlyMap<string, Queue>
  readonly orders: Orders
  /** False while Redis is away: BullMQ would keep what it is asked, and do it whenever Redis is back. */
  readonly isRedisReady: () => boolean
  /** Learns of orders that could not be written down. */
  readonly onError: (error: unknown) => void
}

/** What stands around each handler of the board: who may do it, and that it is written down before it is done. */
export function createHooks(role: Role, deps: HookDeps): BoardHooks {
  return {
    async before(context) {
      if (!deps.isRedisReady()) return refuse(500, 'redis does not answer: try again when it is back')
      try {
        return await judge(role, context, deps)
      } catch (error) {
        deps.onError(error)
        return refuse(
          500,
          'nothing was changed, since it could not be written down: see the log of the console',
        )
      }
    },
    after({ route, request }, result) {
      // Its letters are discarded, and an extractor has taken the group away before the board did: as was wanted.
      const isGone = result.status === 404 && route.endsWith('/:jobId/clean')
      if (isGone && request.params['queueName'] === 'dead-letter') return { status: 204, body: {} }
      return role === 'viewer' ? { ...result, body: removeTraces(result.body) } : result
    },
  }
}

async function judge(
  role: Role,
  context: HookContext,
  { queues, orders }: HookDeps,
): Promise<BeforeHookResult> {
  if (context.method === 'get') return undefined
  const request = await findBoardRequest(context, queues)
  // A viewer learns nothing of what there is by trying; to an operator the board says what is missing.
  if (request === null && role === 'operator') return undefined
  const verdict = judgeBoardRequest(role, request ?? { ...context, queue: null, state: null })
  if (verdict.kind === 'refused') return refuse(403, verdict.message)
  if (verdict.kind !== 'order' || request === null) return undefined
  const user = String(context.request.headers[USER_HEADER])
  await orders.record(user, verdict.is, request)
  const queue = queues.get(request.queue ?? '')
  if (verdict.is === 'discarded' && queue !== undefined) await orders.discard(user, queue, request.job)
  return undefined
}

function refuse(status: 403 | 500, message: string): BeforeHookResult {
  const errorKey = status === 403 ? 'ERRORS.FORBIDDEN' : 'ERRORS.INTERNAL_SERVER_ERROR'
  return { allow: false, status, errorKey, message }
}
