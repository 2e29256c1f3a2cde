import { isRunning } from '@sluice/shared/domain'
import { cancelSync } from '@sluice/operations/syncs/cancel-sync'
import { estimateMapping } from '@sluice/operations/dry-runs/estimate-mapping'
import { listSyncs } from '@sluice/operations/syncs/list-syncs'
import { readSync } from '@sluice/operations/syncs/read-sync'
import { startSync } from '@sluice/operations/syncs/start-sync'
import { waitForSync } from '@sluice/operations/syncs/wait-for-sync'
import { z } from 'zod'
import { linkNext } from '../link-next.ts'
import { route, type Route } from '../route.ts'
import { ESTIMATE, SYNC, SYNC_STATUSES, pageOf } from '../schemas/documents.ts'
import { itemParams, paging, readLimit, syncParams, text, waiting } from '../schemas/parameters.ts'

const ALLOWED = {
  allow_deletes: z.boolean().optional().describe('Lets an unusual number of deletes pass this once.'),
  allow_updates: z.boolean().optional().describe('Lets an unusual number of updates pass this once.'),
  allow_missing_columns: z
    .boolean()
    .optional()
    .describe('Goes on without columns that the mapping reads and the model does not have any more.'),
}

/** What of a body is let pass, as operations take it. */
function readAllowed(body: { readonly [Key in keyof typeof ALLOWED]?: boolean | undefined }) {
  return {
    ...(body.allow_deletes === true ? { allowDeletes: true } : {}),
    ...(body.allow_updates === true ? { allowUpdates: true } : {}),
    ...(body.allow_missing_columns === true ? { allowMissingColumns: true } : {}),
  }
}

const START = z
  .strictObject({
    if_running: z
      .enum(['join', 'reject'])
      .optional()
      .describe(
        'Where one runs already: `join` answers with that one, `reject` (unless told) with 409 `sync_running`.',
      ),
    ...ALLOWED,
  })
  .optional()

/** Starting, watching and ending syncs. */
export const SYNC_ROUTES: readonly Route[] = [
  route({
    method: 'post',
    path: '/mappings/{id}/syncs',
    summary: 'Starts a sync.',
    role: 'operator',
    params: itemParams,
    query: null,
    body: START,
    isRepeatable: true,
    queues: true,
    answers: {
      202: { description: 'It is queued, or the one that runs already.', shape: SYNC, headers: ['Location'] },
    },
    run: async (deps, { params, body = {}, base, visitor }) => {
      const asked = {
        mapping: params.id,
        ...readAllowed(body),
        joinsRunning: body.if_running === 'join',
      }
      const sync = await startSync(deps, asked, visitor.actor)
      return { status: 202, body: sync, headers: { location: `${base}/syncs/${sync.id}` } }
    },
  }),
  route({
    method: 'post',
    path: '/mappings/{id}/estimate',
    summary: 'Starts a dry run, which sends nothing, and says what the next sync would send.',
    role: 'operator',
    params: itemParams,
    query: z.strictObject({
      wait: waiting.optional().describe('Seconds to wait for it, 60 at most and unless told.'),
    }),
    body: z.strictObject(ALLOWED).optional(),
    isRepeatable: true,
    queues: true,
    answers: {
      200: { description: 'It is through, with its forecast.', shape: ESTIMATE },
      202: { description: 'It goes on.', shape: ESTIMATE, headers: ['Location'] },
    },
    run: async (deps, { params, query: { wait = 60 }, body = {}, base, visitor, signal }) => {
      const asked = { mapping: params.id, ...readAllowed(body), timeoutMs: wait * 1_000, signal }
      const estimate = await estimateMapping(deps, asked, visitor.actor)
      return isRunning(estimate.status)
        ? { status: 202, body: estimate, headers: { location: `${base}/syncs/${estimate.id}` } }
        : { status: 200, body: estimate }
    },
  }),
  route({
    method: 'get',
    path: '/syncs',
    summary: 'Lists syncs, newest first.',
    role: 'viewer',
    params: null,
    query: z.strictObject({
      ...paging,
      cursor: z.uuid().optional().describe('`next` of the page before.'),
      mapping: text.optional(),
      status: z.enum(SYNC_STATUSES).optional(),
    }),
    body: null,
    answers: { 200: { description: 'A page.', shape: pageOf(SYNC), headers: ['Link'] } },
    run: async (deps, { query, base }) => {
      const { cursor, mapping, status } = query
      const limit = readLimit(query)
      const found = await listSyncs(deps, { mapping, status, before: cursor, limit: limit + 1 })
      const items = found.slice(0, limit)
      const next = found.length > limit ? (items.at(-1)?.id ?? null) : null
      return { status: 200, body: { items, next }, headers: linkNext(`${base}/syncs`, query, next) }
    },
  }),
  route({
    method: 'get',
    path: '/syncs/{id}',
    summary: 'Reads a sync; with `wait` when it has ended, or after so many seconds.',
    role: 'viewer',
    params: syncParams,
    query: z.strictObject({ wait: waiting.optional().describe('Seconds, 60 at most.') }),
    body: null,
    answers: { 200: { description: 'As it stands.', shape: SYNC } },
    run: async (deps, { params, query: { wait = 0 }, signal }) => {
      const sync = await readSync(deps, { sync: params.id })
      if (wait === 0 || !isRunning(sync.status)) return { status: 200, body: sync }
      const options = { timeoutMs: wait * 1_000, signal, onChange: () => {}, onIdle: () => {} }
      return { status: 200, body: (await waitForSync(deps, sync, options)).sync }
    },
  }),
  route({
    method: 'post',
    path: '/syncs/{id}/cancel',
    summary: 'Ends a sync before its time; what was delivered is remembered.',
    role: 'operator',
    params: syncParams,
    query: null,
    body: null,
    isRepeatable: true,
    queues: true,
    answers: { 200: { description: 'It is canceled.', shape: SYNC } },
    run: async (deps, { params, visitor }) => ({
      status: 200,
      body: await cancelSync(deps, { sync: params.id }, visitor.actor),
    }),
  }),
]
