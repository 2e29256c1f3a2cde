import type { Job, Queue } from 'bullmq'
import { DEAD_LETTER_QUEUE } from '@sluice/shared/queues'
import { discardLetters, recordAudit, type Database } from '@sluice/shared/store'
import type { BoardRequest, OrderKind } from './judge-board-request.ts'
import { listGroups } from './list-groups.ts'

/** What an order on the board means beyond Redis. */
export interface Orders {
  /** Writes down who orders what. Comes before the order is carried out, which does not happen if this fails. */
  record(user: string, is: OrderKind, request: BoardRequest & { readonly job: Job | null }): Promise<void>
  /** Discards the letters of a group, or of every group that the board is about to remove from under Failed. */
  discard(user: string, queue: Queue, job: Job | null): Promise<void>
}

/** Orders on the control database, which is the truth about dead letters: a group whose letters are open comes back. */
export function createOrders(db: Database, now: () => number): Orders {
  return {
    async record(user, is, { method, route, queue, state, job }) {
      await recordAudit(db, {
        actor: formatActor(user),
        action: is,
        kind: is === 'changed' ? 'queue' : 'dead-letter',
        id: is === 'changed' ? (queue ?? '*') : (job?.id ?? '*'),
        before: null,
        after: { order: `${method} ${route}`, state, job: job?.id ?? null, data: job?.data ?? null },
      })
    },
    async discard(user, queue, job) {
      const jobs = job === null ? listGroups(queue, now()) : [job]
      for await (const { data } of jobs) {
        const group = DEAD_LETTER_QUEUE.payload.safeParse(data)
        if (!group.success) continue
        const { sync, chunk, stage, code } = group.data
        await discardLetters(db, { group: { sync, chunk, stage, code }, actor: formatActor(user) })
      }
    },
  }
}

function formatActor(user: string): string {
  return `console:${user}`
}
