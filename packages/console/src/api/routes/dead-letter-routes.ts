import { DEAD_LETTER_STAGES, DEAD_LETTER_STATUSES } from '@sluice/shared/domain'
import { DEAD_LETTER_CODES } from '@sluice/shared/errors'
import type { LetterOrderInput } from '@sluice/operations'
import { discardDeadLetters } from '@sluice/operations/dead-letters/discard-dead-letters'
import { listDeadLetters } from '@sluice/operations/dead-letters/list-dead-letters'
import { requeueDeadLetters } from '@sluice/operations/dead-letters/requeue-dead-letters'
import { z } from 'zod'
import { linkNext } from '../link-next.ts'
import { route, type Route } from '../route.ts'
import { DEAD_LETTER, pageOf } from '../schemas/documents.ts'
import { paging, readLimit, text } from '../schemas/parameters.ts'
import { count } from '../schemas/values.ts'

/** Of bigint, as PostgreSQL has it. */
const letterId = z.string().regex(/^\d{1,18}$/, { error: 'must be the id of a letter' })
const since = z.iso.datetime({ offset: true })

const FILTER = {
  mapping: text.optional(),
  sync: z.uuid().optional().describe('The sync that they came from.'),
  stage: z.enum(DEAD_LETTER_STAGES).optional(),
  code: z.enum(DEAD_LETTER_CODES).optional(),
  since: since.optional().describe('Written down at this instant or later.'),
}

const ORDER = z.strictObject({
  ...FILTER,
  ids: z.array(letterId).min(1).max(10_000).optional(),
  all: z.boolean().optional().describe('Must be true where nothing else chooses.'),
  dry_run: z.boolean().optional().describe('Counts, and changes nothing.'),
})

/** What was not delivered. */
export const DEAD_LETTER_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/dead-letters',
    summary: 'Lists dead letters, newest first.',
    role: 'viewer',
    params: null,
    query: z.strictObject({
      ...paging,
      ...FILTER,
      cursor: letterId.optional().describe('`next` of the page before.'),
      status: z.enum(DEAD_LETTER_STATUSES).optional(),
    }),
    body: null,
    answers: { 200: { description: 'A page.', shape: pageOf(DEAD_LETTER), headers: ['Link'] } },
    run: async ({ db }, { query, base }) => {
      const { cursor, limit: _limit, ...filter } = query
      const limit = readLimit(query)
      const asked = { ...readFilter(filter), ...(cursor === undefined ? {} : { before: cursor }) }
      const found = await listDeadLetters({ db, secrets: null }, { ...asked, limit: limit + 1 })
      const items = found.slice(0, limit)
      const next = found.length > limit ? (items.at(-1)?.id ?? null) : null
      return { status: 200, body: { items, next }, headers: linkNext(`${base}/dead-letters`, query, next) }
    },
  }),
  route({
    method: 'post',
    path: '/dead-letters/requeue',
    summary: 'Sends open dead letters on their way again.',
    role: 'operator',
    params: null,
    query: null,
    body: ORDER,
    isRepeatable: true,
    queues: true,
    answers: {
      200: {
        description: 'How many were meant, and how many go.',
        shape: z.object({ matched: count, requeued: count }),
      },
    },
    run: async (deps, { body, visitor }) => ({
      status: 200,
      body: (await requeueDeadLetters(deps, readOrder(body), visitor.actor)).document,
    }),
  }),
  route({
    method: 'post',
    path: '/dead-letters/discard',
    summary: 'Closes open dead letters for good.',
    role: 'operator',
    params: null,
    query: null,
    body: ORDER,
    isRepeatable: true,
    answers: {
      200: {
        description: 'How many were meant, and how many are closed.',
        shape: z.object({ matched: count, discarded: count }),
      },
    },
    run: async (deps, { body, visitor }) => ({
      status: 200,
      body: (await discardDeadLetters(deps, readOrder(body), visitor.actor)).document,
    }),
  }),
]

function readOrder({ dry_run, all, ...filter }: z.output<typeof ORDER>): LetterOrderInput {
  return { ...readFilter(filter), all: all ?? false, dryRun: dry_run ?? false }
}

/** The filter without what was not said. */
function readFilter<Said extends { readonly since?: string | undefined }>(said: Said): Filled<Said> {
  const filled = Object.entries(said)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, name === 'since' ? new Date(String(value)) : value])
  return Object.fromEntries(filled) as Filled<Said>
}

type Filled<Said> = {
  [Name in keyof Said]?: Name extends 'since' ? Date : Exclude<Said[Name], undefined>
}
