import { parseBillingMonth } from '@sluice/shared/domain'
import { readUsage } from '@sluice/operations/usage/read-usage'
import { z } from 'zod'
import { route, type Route } from '../route.ts'
import { DESTINATION_USAGE } from '../schemas/usage-documents.ts'

/** What a month has cost. */
export const USAGE_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/usage',
    summary: 'Tells the API calls and MTUs of a billing month, by destination.',
    role: 'viewer',
    params: null,
    query: z.strictObject({
      month: z
        .string()
        .refine((month) => parseBillingMonth(month) !== null, { error: 'must be a month such as 2026-11' })
        .optional()
        .describe('The month in which it begins, such as 2026-11; the one that runs now, unless told.'),
    }),
    body: null,
    answers: {
      200: {
        description: 'Every destination, and those that are gone and were sent to. Nothing used is 0.',
        shape: z.object({ month: z.string(), destinations: z.array(DESTINATION_USAGE) }),
      },
    },
    run: async (deps, { query }) => ({ status: 200, body: await readUsage(deps, query) }),
  }),
]
