import { describe, expect, test } from '@jest/globals'
import { appRoutes } from '@bull-board/api/dist/routes.js'
import { judgeBoardRequest } from './judge-board-request.ts'

const QUEUES = ['tick', 'extract', 'map', 'send', 'dead-letter'] as const
const WORK = ['extract', 'map', 'send', 'dead-letter'] as const

/** Every order of the installed Bull Board. */
const ORDERS = appRoutes.api
  .flatMap(({ method, route }) => [method].flat().map((one) => `${one} ${[route].flat()[0]}`))
  .filter((order) => !order.startsWith('get '))

/**
 * Orders with the states of jobs and the queues for which the operator may give them; the others are given to nobody.
 */
const ALLOWED: readonly (readonly [string, readonly (string | null)[], readonly (string | null)[]])[] = [
  ['put /api/queues/pause', [null], [null]],
  ['put /api/queues/resume', [null], [null]],
  ['put /api/queues/:queueName/pause', [null], QUEUES],
  ['put /api/queues/:queueName/resume', [null], QUEUES],
  ['put /api/queues/:queueName/concurrency', [null], QUEUES],
  ['put /api/queues/:queueName/rate-limit', [null], QUEUES],
  ['put /api/queues/:queueName/rate-limit/release', [null], QUEUES],
  ['put /api/queues/:queueName/:jobId/retry', ['failed'], WORK],
  ['put /api/queues/:queueName/retry/:queueStatus', ['failed'], WORK],
  ['put /api/queues/:queueName/:jobId/promote', ['delayed'], WORK],
  ['put /api/queues/:queueName/promote', ['delayed'], WORK],
  ['put /api/queues/:queueName/:jobId/clean', ['completed', 'failed'], WORK],
  ['put /api/queues/:queueName/clean/:queueStatus', ['completed', 'failed'], WORK],
  ['put /api/queues/:queueName/job-schedulers/:schedulerId/run', [null], ['tick']],
]

const STATES = [null, 'waiting', 'wait', 'active', 'delayed', 'prioritized', 'completed', 'failed', 'unknown']

function judge(role: 'operator' | 'viewer', order: string, queue: string | null, state: string | null) {
  const [method = '', route = ''] = order.split(' ')
  return judgeBoardRequest(role, { method, route, queue, state })
}

describe('the board', () => {
  test('has the orders that the table of this test knows, and those that nobody may give', () => {
    expect(ORDERS.toSorted()).toEqual(
      [
        ...ALLOWED.map(([order]) => order),
        'patch /api/queues/:queueName/:jobId/delay',
        'patch /api/queues/:queueName/:jobId/priority',
        'patch /api/queues/:queueName/:jobId/update-data',
        'patch /api/queues/:queueName/job-schedulers/:schedulerId',
        'post /api/queues/:queueName/add',
        'put /api/queues/:queueName/:jobId/remove-unprocessed-children',
        'put /api/queues/:queueName/empty',
        'put /api/queues/:queueName/job-schedulers/:schedulerId/remove',
        'put /api/queues/:queueName/obliterate',
      ].toSorted(),
    )
  })

  test.each(ORDERS)('takes "%s" from a viewer for no queue and no state', (order) => {
    for (const queue of [null, ...QUEUES]) {
      for (const state of STATES) expect(judge('viewer', order, queue, state).kind).toBe('refused')
    }
  })

  test.each(ORDERS)('takes "%s" from an operator exactly where it loses nothing', (order) => {
    const [, states = [], queues = []] = ALLOWED.find(([name]) => name === order) ?? []
    const allowed: string[] = []
    const expected: string[] = []
    for (const queue of [null, ...QUEUES]) {
      for (const state of STATES) {
        if (judge('operator', order, queue, state).kind === 'order') allowed.push(`${queue} ${state}`)
        // Where states mean nothing, the board names none.
        const isListed = queues.includes(queue) && (states.includes(state) || states.includes(null))
        if (isListed) expected.push(`${queue} ${state}`)
      }
    }
    expect(allowed).toEqual(expected)
  })

  test.each(['viewer', 'operator'] as const)('lets a %s read everything', (role) => {
    expect(judge(role, 'get /api/queues', null, null)).toEqual({ kind: 'read' })
    expect(judge(role, 'get /api/queues/:queueName/:jobId', 'map', 'failed')).toEqual({ kind: 'read' })
  })

  test('refuses an order that it did not have when this was written', () => {
    expect(judge('operator', 'put /api/queues/:queueName/scramble', 'map', null).kind).toBe('refused')
  })

  test.each([
    ['dead-letter', 'failed', ':jobId/retry', 'requeued'],
    ['dead-letter', 'failed', 'retry/:queueStatus', 'requeued'],
    ['dead-letter', 'failed', ':jobId/clean', 'discarded'],
    ['dead-letter', 'failed', 'clean/:queueStatus', 'discarded'],
    ['dead-letter', 'completed', ':jobId/clean', 'changed'],
    ['map', 'failed', ':jobId/retry', 'changed'],
    ['send', 'failed', ':jobId/clean', 'changed'],
  ])('on %s, %s: %s is written down as %s', (queue, state, route, is) => {
    expect(judge('operator', `put /api/queues/:queueName/${route}`, queue, state)).toEqual({
      kind: 'order',
      is,
    })
  })
})
