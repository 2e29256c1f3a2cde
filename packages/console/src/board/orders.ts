import type { Job, Queue } from 'bullmq'
import { recordAudit, type Database } from '@sluice/shared/store'
import type { BoardRequest, OrderKind } from './judge-board-request.ts'

/** What an order on the board means beyond Redis. */
export interface Orders {
  /** Writes down who orders what. Comes before the order is carried out, which does not happen if this fails. */
  record(user: string, is: OrderKind, request: BoardRequest & { readonly job: Job | null }): Promise<void>
  /** Discards the letters behind a face, or behind every face under Failed, before the board removes it. */
  discard(user: string, queue: Queue, job: Job | null): Promise<void>
}

/** Orders that are written to the audit log. */
export function createOrders(db: Database): Orders {
  return {
    async record(user, is, { method, route, queue, state, job }) {
      await recordAudit(db, {
        actor: `console:${user}`,
        action: is,
        kind: is === 'changed' ? 'queue' : 'dead-letter',
        id: is === 'changed' ? (queue ?? '*') : (job?.id ?? '*'),
        before: null,
        after: { order: `${method} ${route}`, state, job: job?.id ?? null, letters: job?.data ?? null },
      })
    },
    async discard() {},
  }
}
