import { OPS } from '@sluice/shared/domain'
import { testDestination } from '@sluice/operations/checks/test-destination'
import { testSource } from '@sluice/operations/checks/test-source'
import { previewMapping } from '@sluice/operations/preview/preview-mapping'
import { previewModel } from '@sluice/operations/preview/preview-model'
import { z } from 'zod'
import { route, type Route } from '../route.ts'
import { CHECK, EVENT_PREVIEW, MODEL_PREVIEW } from '../schemas/documents.ts'
import { itemParams, text } from '../schemas/parameters.ts'

const LIMIT_ROWS = 100
const rows = z.int().min(0).max(LIMIT_ROWS)

const query = z
  .string()
  .min(1)
  .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })

/** Which mapping, and with how many rows. */
const MAPPING_PREVIEW = z
  .looseObject({
    mapping: text.optional().describe('The id of a mapping; without it, the other keys are one.'),
    limit: rows.optional().describe('Rows, 10 unless told.'),
    op: z.enum(OPS).optional().describe('How the rows are taken to have changed; added unless told.'),
  })
  .describe('A mapping in the words of sluice.yaml, or the id of one.')

/** Asking a warehouse or Segment; nothing is stored. */
export const ASKING_ROUTES: readonly Route[] = [
  route({
    method: 'post',
    path: '/sources/{id}/test',
    summary: 'Looks whether a warehouse can be reached, keeps state, and reads its models.',
    role: 'viewer',
    params: itemParams,
    query: null,
    body: null,
    answers: {
      200: {
        description: 'What the looks have shown.',
        shape: z.object({ source: z.string(), ok: z.boolean(), checks: z.array(CHECK) }),
      },
    },
    run: async (deps, { params, visitor, signal }) => ({
      status: 200,
      body: await testSource(deps, { source: params.id, signal }, visitor),
    }),
  }),
  route({
    method: 'post',
    path: '/models/preview',
    summary: 'Runs a query: its columns, some rows, and how well its identifier tells them apart.',
    role: 'viewer',
    params: null,
    query: null,
    body: z.strictObject({
      source: text,
      query,
      identifier: text.nullish(),
      limit: rows.optional().describe('Rows, 10 unless told.'),
    }),
    answers: { 200: { description: 'What the query gives; viewers see no rows.', shape: MODEL_PREVIEW } },
    run: async (deps, { body, visitor, signal }) => ({
      status: 200,
      body: await previewModel(
        deps,
        { ...body, identifier: body.identifier ?? null, limit: body.limit ?? 10, signal },
        visitor,
      ),
    }),
  }),
  route({
    method: 'post',
    path: '/mappings/preview',
    summary: 'Maps rows of the warehouse to events.',
    role: 'viewer',
    params: null,
    query: null,
    body: MAPPING_PREVIEW,
    answers: { 200: { description: 'What becomes of each row.', shape: z.array(EVENT_PREVIEW) } },
    run: async (deps, { body: { mapping, limit = 10, op = 'added', ...item }, visitor, signal }) => {
      const which = mapping === undefined ? { item } : { mapping }
      return {
        status: 200,
        body: await previewMapping(deps, { ...which, rows: { limit, op }, signal }, visitor),
      }
    },
  }),
  route({
    method: 'post',
    path: '/destinations/{id}/test',
    summary: 'Looks at the write key, the region and the endpoint of a destination; sends no event.',
    role: 'viewer',
    params: itemParams,
    query: null,
    body: null,
    answers: {
      200: {
        description: 'What the looks have shown.',
        shape: z.object({
          destination: z.string(),
          region: z.string(),
          ok: z.boolean(),
          checks: z.array(CHECK),
        }),
      },
    },
    run: async (deps, { params, visitor, signal }) => ({
      status: 200,
      body: await testDestination(deps, { destination: params.id, signal }, visitor),
    }),
  }),
]
