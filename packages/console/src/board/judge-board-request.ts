import type { Role } from '../access/account.ts'

/** Something asked of the board: a route of Bull Board as it declares it, and what it is about. */
export interface BoardRequest {
  readonly method: string
  readonly route: string
  /** null for all queues at once. */
  readonly queue: string | null
  /** Where the job stands, or which jobs are meant; null when the route is not about jobs of one state. */
  readonly state: string | null
}

/** What an order is written down as in the audit log. */
export type OrderKind = 'requeued' | 'discarded' | 'changed'

export type BoardVerdict =
  | { readonly kind: 'read' }
  | { readonly kind: 'order'; readonly is: OrderKind }
  | { readonly kind: 'refused'; readonly message: string }

interface Rule {
  /** Queues on which it is safe; `*` is all of them at once. */
  readonly on: readonly string[]
  /** States of jobs with which it is safe; any, if left out. */
  readonly states?: readonly string[]
  /** Why not, and what to do instead. */
  readonly otherwise: string
  /** What it is on the dead-letter queue. */
  readonly onLetters?: OrderKind
}

const DEAD_LETTER = 'dead-letter'
const WORK: readonly string[] = ['extract', 'map', 'send', DEAD_LETTER]
const EVERY: readonly string[] = ['tick', ...WORK]
const NOWHERE: readonly string[] = []

// Harmless: work waits or goes slower, is seen on the board, and is undone there.
const UNDONE_HERE = { on: EVERY, otherwise: 'there is no such queue' }
// Retry runs a job again whose chunk nobody has settled; one that was settled, or whose sync has ended, ends quietly.
const RETRY: Rule = {
  on: WORK,
  states: ['failed'],
  otherwise: 'only what lies under Failed can be tried again; start a sync with: sluice sync <mapping>',
  onLetters: 'requeued',
}
// Deferred work is tried at once; a held write key defers it again, and its deadline stays.
const PROMOTE: Rule = {
  on: WORK,
  states: ['delayed'],
  otherwise: 'the next scheduled run comes by itself; start a sync now with: sluice sync <mapping>',
}
// What has ended is only a trace; what is under way would be put back by the sweep, with all of its work to do again.
const CLEAN: Rule = {
  on: WORK,
  states: ['completed', 'failed'],
  otherwise:
    'work that is under way would be put back within a minute; stop a sync with: sluice cancel <sync>',
  onLetters: 'discarded',
}
const SCHEDULE: Rule = {
  on: NOWHERE,
  otherwise: "schedules stand in sluice.yaml: change the mapping's schedule there and apply it",
}
const FLOW: Rule = { on: NOWHERE, otherwise: 'the order of work is the workers’ own' }
const REMOVE: Rule = {
  on: NOWHERE,
  otherwise: 'open work would be put back within a minute; stop a sync with: sluice cancel <sync>',
}
const MAKE: Rule = {
  on: NOWHERE,
  otherwise: 'jobs only name work that the control database knows; start a sync with: sluice sync <mapping>',
}

/** Every order that Bull Board can take. What is not here is refused. */
const RULES: Readonly<Record<string, Rule>> = {
  'put /api/queues/pause': { on: ['*'], otherwise: '' },
  'put /api/queues/resume': { on: ['*'], otherwise: '' },
  'put /api/queues/:queueName/pause': UNDONE_HERE,
  'put /api/queues/:queueName/resume': UNDONE_HERE,
  'put /api/queues/:queueName/concurrency': UNDONE_HERE,
  'put /api/queues/:queueName/rate-limit': UNDONE_HERE,
  'put /api/queues/:queueName/rate-limit/release': UNDONE_HERE,
  'put /api/queues/:queueName/:jobId/retry': RETRY,
  'put /api/queues/:queueName/retry/:queueStatus': RETRY,
  'put /api/queues/:queueName/:jobId/promote': PROMOTE,
  'put /api/queues/:queueName/promote': PROMOTE,
  'put /api/queues/:queueName/:jobId/clean': CLEAN,
  'put /api/queues/:queueName/clean/:queueStatus': CLEAN,
  'put /api/queues/:queueName/empty': REMOVE,
  'put /api/queues/:queueName/obliterate': REMOVE,
  'post /api/queues/:queueName/add': MAKE,
  'patch /api/queues/:queueName/:jobId/update-data': MAKE,
  'patch /api/queues/:queueName/:jobId/delay': FLOW,
  'patch /api/queues/:queueName/:jobId/priority': FLOW,
  'put /api/queues/:queueName/:jobId/remove-unprocessed-children': FLOW,
  // A scheduled run of its own: it starts a sync unless one runs.
  'put /api/queues/:queueName/job-schedulers/:schedulerId/run': { ...SCHEDULE, on: ['tick'] },
  'put /api/queues/:queueName/job-schedulers/:schedulerId/remove': SCHEDULE,
  'patch /api/queues/:queueName/job-schedulers/:schedulerId': SCHEDULE,
}

/** Decides about a request to the board: readers read; an operator may order what loses nothing. */
export function judgeBoardRequest(role: Role, request: BoardRequest): BoardVerdict {
  if (request.method === 'get') return { kind: 'read' }
  if (role === 'viewer') return refuse('viewers read; sign in as the operator to do this')
  const rule = RULES[`${request.method} ${request.route}`]
  if (rule === undefined) return refuse('the console does not know this order')
  const isSafe =
    rule.on.includes(request.queue ?? '*') &&
    (rule.states === undefined || (request.state !== null && rule.states.includes(request.state)))
  if (!isSafe) return refuse(rule.otherwise)
  const isLetter = request.queue === DEAD_LETTER && request.state === 'failed'
  return { kind: 'order', is: (isLetter ? rule.onLetters : undefined) ?? 'changed' }
}

function refuse(message: string): BoardVerdict {
  return { kind: 'refused', message }
}
