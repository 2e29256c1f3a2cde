import { listAlerts } from '@sluice/operations/alerts/list-alerts'
import { muteAlerts, unmuteAlerts } from '@sluice/operations/alerts/mute-alerts'
import { testChannel } from '@sluice/operations/alerts/test-channel'
import { z } from 'zod'
import { route, type Route } from '../route.ts'
import { ALERTS, MUTE } from '../schemas/alert-documents.ts'
import { itemParams, paging, readLimit, text } from '../schemas/parameters.ts'

const subject = {
  mapping: text.optional().describe('Only what the rule says of this mapping.'),
  destination: text.optional().describe('Only what the rule says of this destination.'),
}

/** What is wrong, and who is told of it. */
export const ALERT_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/alerts',
    summary: 'Lists what is wrong, what was, and how the channels do.',
    role: 'viewer',
    params: null,
    query: z.strictObject({ limit: paging.limit.describe('Resolved alerts at most, 100 unless told.') }),
    body: null,
    answers: { 200: { description: 'As `sluice alerts ls --json` prints it.', shape: ALERTS } },
    run: async (deps, { query }) => ({
      status: 200,
      body: await listAlerts(deps, { limit: readLimit(query) }),
    }),
  }),
  route({
    method: 'post',
    path: '/alerts/channels/{id}/test',
    summary: 'Sends a test message to a channel.',
    role: 'operator',
    params: itemParams,
    query: null,
    body: null,
    answers: {
      200: {
        description: 'What came back.',
        shape: z.object({ channel: z.string(), ok: z.boolean(), detail: z.string() }),
      },
    },
    run: async (deps, { params: { id }, visitor, signal }) => ({
      status: 200,
      body: await testChannel(deps, { channel: id, signal }, visitor),
    }),
  }),
  route({
    method: 'post',
    path: '/alerts/rules/{id}/mute',
    summary: 'Has nobody told of a rule for a while.',
    role: 'operator',
    params: itemParams,
    query: null,
    body: z.strictObject({ for: text.describe('For how long, such as 8h; 90d at most.'), ...subject }),
    answers: { 200: { description: 'Until when.', shape: MUTE } },
    run: async (deps, { params: { id }, body, visitor }) => ({
      status: 200,
      body: await muteAlerts(deps, { ...body, rule: id }, visitor.actor),
    }),
  }),
  route({
    method: 'post',
    path: '/alerts/rules/{id}/unmute',
    summary: 'Has people told of a rule again.',
    role: 'operator',
    params: itemParams,
    query: null,
    body: z.strictObject(subject),
    answers: {
      200: {
        description: 'False where nothing was muted so.',
        shape: z.object({ rule: z.string(), unmuted: z.boolean() }),
      },
    },
    run: async (deps, { params: { id }, body, visitor }) => ({
      status: 200,
      body: await unmuteAlerts(deps, { ...body, rule: id }, visitor.actor),
    }),
  }),
]
