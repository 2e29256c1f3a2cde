import { DEAD_LETTER_STAGES, DEAD_LETTER_STATUSES, OPS, SYNC_ORIGINS } from '@sluice/shared/domain'
import { DEAD_LETTER_CODES, ERROR_CODES } from '@sluice/shared/errors'
import { z } from 'zod'
import { USAGE_WARNING } from './usage-documents.ts'
import { count, instant } from './values.ts'

export const SYNC_STATUSES = [
  'queued',
  'staging',
  'delivering',
  'committing',
  'succeeded',
  'partial',
  'failed',
  'canceled',
] as const

const counts = z.record(z.string(), count)

/** What a dry run has found. */
export const FORECAST = z.object({
  added: count,
  updated: count,
  deleted: count,
  skippedByTrigger: count,
  skippedByFilter: count,
  invalid: counts.describe('Rows that would become dead letters before anything is sent, by code.'),
  reasons: z.array(z.object({ code: z.string(), reason: z.string(), rows: count })),
  events: counts.describe('Events by type.'),
  bytes: count.describe('Of the bodies of all requests.'),
  requests: count.describe('Of requests that are as full as they may be.'),
  apiCalls: count.describe('Each event is one.'),
  users: count.describe('Exact up to 8,192, then within 2 %.'),
  mtus: z.object({ atLeast: count, atMost: count }),
  seconds: z.number().min(0).describe("At the destination's budgets."),
  held: z
    .object({ calls: count, left: count, limit: count, until: z.iso.date() })
    .nullable()
    .optional()
    .describe(
      'Calls that would wait for the next billing month, where max_calls_per_month lets fewer go now.',
    ),
  guards: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .describe('What would stop the sync before anything is sent.'),
})

/** A sync, as `sluice sync --json` prints it. */
export const SYNC = z.object({
  id: z.uuid(),
  mapping: z.string(),
  status: z
    .enum(SYNC_STATUSES)
    .describe('The first four run; `partial` means that some lies in dead letters.'),
  origin: z.enum(SYNC_ORIGINS),
  trigger: z.enum(SYNC_ORIGINS).describe('The old name of `origin`.'),
  extracted: count,
  added: count,
  updated: count,
  deleted: count,
  skipped: count,
  invalid: count,
  delivered: count,
  dead: count,
  inFlight: z.int().describe('extracted - skipped - invalid - delivered - dead'),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  waiting: z
    .object({ reason: z.string(), since: instant, until: instant.nullable() })
    .nullable()
    .describe('Why a running sync does not get on; null while it does.'),
  error: z.string().nullable(),
  errorCode: z.enum(Object.keys(ERROR_CODES) as [string, ...string[]]).nullable(),
  forecast: FORECAST.nullable()
    .optional()
    .describe('Of a dry run, all of whose other counts are 0; null until it is known.'),
})

/** How a mapping stands, as `sluice status --json` prints it. */
export const MAPPING_STATUS = z.object({
  id: z.string(),
  model: z.string(),
  destination: z.string(),
  action: z.string(),
  enabled: z.boolean(),
  schedule: z.record(z.string(), z.unknown()).nullable(),
  isRunning: z.boolean(),
  nextRunAt: instant.nullable().describe('When it syncs by itself; null when it does not.'),
  openDeadLetters: count,
  lastSync: SYNC.nullable(),
})

/** How a destination stands, as `sluice status --json` prints it. */
export const DESTINATION_STATUS = z.object({
  id: z.string(),
  region: z.string(),
  enabled: z.boolean(),
  state: z.enum(['ok', 'held', 'unavailable', 'refused']),
  since: instant,
  reason: z.string().nullable().describe('The last answer; null while all is well.'),
  until: instant.nullable().describe('When the next try will be, while events wait.'),
  lastError: z.string().nullable(),
  lastErrorAt: instant.nullable(),
  usageWarnings: z.array(USAGE_WARNING).describe('What of its plan for the month is used to 80 % or more.'),
})

/** A dry run. */
export const ESTIMATE = SYNC.extend({
  apiCalls: count.nullable().describe('That of the forecast; null until it is known.'),
})

/** A dead letter. */
export const DEAD_LETTER = z.object({
  id: z.string(),
  stage: z.enum(DEAD_LETTER_STAGES),
  code: z.enum(DEAD_LETTER_CODES),
  reason: z.string(),
  mapping: z.string(),
  sync: z.uuid(),
  recordId: z.string().nullable().describe('null: the console has no key that opens it.'),
  op: z.enum([...OPS, 'invalid']),
  status: z.enum(DEAD_LETTER_STATUSES),
  createdAt: instant,
})

/** A look at something. */
export const CHECK = z.object({
  check: z.string(),
  status: z.enum(['ok', 'warning', 'failed']),
  detail: z.string(),
})

/** What a query gives. */
export const MODEL_PREVIEW = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), warning: z.string().optional() })),
  rows: z.array(z.array(z.unknown())).describe('Values in the order of the columns; none for viewers.'),
  isCut: z.boolean().describe('Rows were left out because they are too large to be shown together.'),
  identifier: z.object({ rows: count, nulls: count, duplicates: count }).nullable(),
  identifierError: z.string().nullable().describe('Why nobody could count.'),
})

/** What becomes of a row. */
export const EVENT_PREVIEW = z.object({
  recordId: z.string().nullable().describe('null for viewers.'),
  op: z.enum(OPS),
  outcome: z.enum(['event', 'skipped', 'invalid']),
  event: z.unknown().optional().describe('The call of the Segment Spec; not for viewers.'),
  reason: z.string().optional(),
})

/** What a change does to records that were sent. */
export const EFFECT = z.object({
  mapping: z.string(),
  stay: count.describe('Records that stay as they were sent.'),
  keptBack: count.describe('Records that were kept back, and are looked at again.'),
  wouldResend: count.describe('Records that `resend` sends again.'),
  calls: count.describe('API calls of the next sync for it, at most.'),
  model: z
    .enum(['rows', 'identity'])
    .optional()
    .describe('Of a change of the model: its query gives other rows, or something else identifies them.'),
})

/** One thing wrong, or likely so. */
export const ISSUE = z.object({
  path: z.string().describe('The place, such as `fields.user_id`; empty for the whole.'),
  message: z.string(),
})

/** An error, RFC 9457. */
export const PROBLEM = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z
    .enum(Object.keys(ERROR_CODES) as [string, ...string[]])
    .describe('What it is; docs/errors.md tells of each.'),
  detail: z.string(),
  issues: z.array(ISSUE),
})

/** What a list is a page of. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('The cursor of the next page.') })
