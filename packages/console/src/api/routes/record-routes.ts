import { tellRecord } from '@sluice/operations/records/tell-record'
import { z } from 'zod'
import { route, type Route } from '../route.ts'
import { RECORD } from '../schemas/record.ts'
import { itemParams } from '../schemas/parameters.ts'

/** An identifier may be a kilobyte; of characters, fewer. */
const recordId = z
  .string()
  .min(1)
  .max(1_000)
  .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })

/** What became of a record. */
export const RECORD_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/mappings/{id}/records/{recordId}',
    summary: 'Tells the story of a record: by its id, its user id, or the messageId of an event.',
    role: 'viewer',
    params: itemParams.extend({ recordId }),
    query: null,
    body: null,
    answers: { 200: { description: 'What is known of it; viewers see no values of rows.', shape: RECORD } },
    run: async (deps, { params, visitor, signal }) => ({
      status: 200,
      body: await tellRecord(deps, { mapping: params.id, id: params.recordId, signal }, visitor),
    }),
  }),
]
