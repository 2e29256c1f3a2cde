import { readStanding } from '@sluice/operations/status/read-standing'
import { z } from 'zod'
import { linkNext } from '../link-next.ts'
import { route, type Route } from '../route.ts'
import { DESTINATION_STATUS, MAPPING_STATUS } from '../schemas/documents.ts'
import { paging, readLimit, text } from '../schemas/parameters.ts'
import { count } from '../schemas/values.ts'

/** How everything stands. */
export const STATUS_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/status',
    summary: 'Tells how mappings and destinations stand: next run, last sync, what waits for what.',
    role: 'viewer',
    params: null,
    query: z.strictObject({ ...paging, search: text.optional().describe('What the id of a mapping holds.') }),
    body: null,
    answers: {
      200: {
        description: 'A page of the mappings, and every destination.',
        shape: z.object({
          mappings: z.array(MAPPING_STATUS),
          destinations: z.array(DESTINATION_STATUS),
          troubles: z
            .object({ failed: count, waiting: count, letters: count })
            .describe(
              'Of all mappings: whose last sync failed, whose sync waits, which have open dead letters.',
            ),
          total: count.describe('Mappings on all pages.'),
          next: z.string().nullable().describe('The cursor of the next page.'),
        }),
        headers: ['Link'],
      },
    },
    run: async (deps, { query, base }) => {
      const { search, cursor } = query
      const standing = await readStanding(deps, { search, cursor, limit: readLimit(query) })
      const { mappings, destinations, troubles, found, next } = standing
      const { failed, waiting, letters } = troubles
      return {
        status: 200,
        body: {
          mappings,
          destinations,
          troubles: { failed: failed.total, waiting: waiting.total, letters: letters.total },
          total: found,
          next,
        },
        headers: linkNext(`${base}/status`, query, next),
      }
    },
  }),
]
