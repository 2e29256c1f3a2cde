import { z } from 'zod'
import { parsePostgresUrl } from '@sluice/shared/connection'
import { ACTION_NAMES, OPS, REGIONS, parseDurationMs, type Json } from '@sluice/shared/domain'
import { readCron, type CronProblem } from '@sluice/shared/schedule'

/** How long a destination that says nothing of it is tried. */
export const DEFAULT_DEADLINE_MS = 86_400_000

/** The guard of a mapping that says nothing of it. */
export const DEFAULT_MAX_DELETED_PERCENT = 30

const SHORTEST_DEADLINE_MS = 60_000
const LONGEST_DEADLINE_MS = 14 * 86_400_000

// PostgreSQL's own is a 32-bit number of milliseconds, 24 days.
const LONGEST_STATEMENT_TIMEOUT_MS = 14 * 86_400_000

/** Shortest time between two syncs that a schedule may ask for. */
const SHORTEST_EVERY_MS = 60_000

const CRON_PROBLEMS: Readonly<Record<CronProblem, string>> = {
  malformed: 'must be five fields of cron, such as "0 6 * * 1-5"',
  hashed: 'must name its times: H, which has one drawn, is not known here',
  never: 'never comes: none of its months has such a day',
}

// Postgres' largest integer.
const LARGEST_RATE = 2_147_483_647

// For editors only: a file's secrets name a variable, what has been interpolated does not.
const SECRET = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}'

type WhatIsWrong = string | ((issue: { readonly input?: unknown }) => string)

const createText = (error: WhatIsWrong): z.ZodString =>
  z
    .string({ error })
    .min(1, { error: 'must not be empty' })
    .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })

const text = createText('must be text')

/** One column: of several the query makes one. */
const identifier = createText(({ input }) =>
  Array.isArray(input)
    ? "must be one column, and not a list of them: have the query make one of them, such as order_id || '-' || line as id"
    : 'must be text',
)

const id = z.string({ error: 'must be text: put it in quotes' }).regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, {
  error: 'must be 1 to 50 lower-case letters, digits, - or _, and begin with a letter or digit',
})

const url = text.superRefine((value, context) => {
  const parsed = parsePostgresUrl(value)
  if ('mistake' in parsed) context.addIssue(parsed.mistake)
})
const pem = text.refine((value) => value.includes('-----BEGIN ') || value.includes('${'), {
  error: 'must be PEM text, which begins with -----BEGIN',
})
const flag = z.boolean({ error: 'must be true or false' })
const rate = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be 1 or more' })
  .max(LARGEST_RATE, { error: `must be ${LARGEST_RATE} or less` })

const percent = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be 0 or more' })
  .max(100, { error: 'must be 100 or less' })

const deadline = z
  .string({ error: 'must be a length of time such as 6h or 1d' })
  .refine((value) => isBetween(parseDurationMs(value) ?? 0, SHORTEST_DEADLINE_MS, LONGEST_DEADLINE_MS), {
    error: 'must be a length of time from 1m to 14d, such as 6h or 1d',
  })

const statementTimeout = z
  .string({ error: 'must be a length of time such as 30m or 6h' })
  .refine((value) => isBetween(parseDurationMs(value) ?? 0, 1_000, LONGEST_STATEMENT_TIMEOUT_MS), {
    error: 'must be a length of time from 1s to 14d, such as 30m or 6h',
  })

const every = z
  .string({ error: 'must be a length of time such as 15m, 6h or 1d' })
  .refine((value) => (parseDurationMs(value) ?? 0) >= SHORTEST_EVERY_MS, {
    error: 'must be a length of time of a minute or more, such as 15m, 6h or 1d',
  })
const cron = z.string({ error: 'must be text: put it in quotes' }).superRefine((value, context) => {
  const problem = readCron(value)
  if (typeof problem === 'string') context.addIssue(CRON_PROBLEMS[problem])
})
const timezone = z
  .string({ error: 'must be text' })
  .refine(isTimezone, { error: 'must be a time zone such as Europe/Berlin or UTC' })

const op = z.enum(OPS, { error: `must be ${OPS.join(', ')}, or a list of them` })
const json: z.ZodType<Json> = z.json()

/** The keys of a source. */
export const SOURCE_KEYS = {
  id: id.describe('Name of the warehouse, unique among sources.'),
  type: z.enum(['postgres']).describe('What kind of warehouse it is.'),
  connection: url.meta({
    description: 'URL of the warehouse; its secret part must come from ${NAME}.',
    pattern: SECRET,
  }),
  ssl: z
    .strictObject(
      {
        ca: pem.optional().describe('Certificates of the authorities to trust, as PEM text.'),
        cert: pem.optional().describe('Certificate of the client, as PEM text.'),
        key: pem.optional().meta({
          description: 'Private key of the client, as PEM text; must come from ${NAME}.',
          pattern: SECRET,
        }),
      },
      { error: 'must be an object with the keys ca, cert, key' },
    )
    .optional()
    .describe(
      'Certificates for TLS; sslmode in the connection says what is checked, verify-full if it says nothing.',
    ),
  statement_timeout: statementTimeout
    .optional()
    .describe(
      "How long a statement that runs a model's query may take, such as 30m; the limit that the user has in the warehouse, or 6h.",
    ),
}

/** The keys of a model. */
export const MODEL_KEYS = {
  id: id.describe('Name of the model, unique among models.'),
  source: text.describe('Id of the source to query.'),
  identifier: identifier.describe('Column of the result that tells one row from another.'),
  query: text.describe('One SQL query without a semicolon.'),
}

/** The keys of a destination. */
export const DESTINATION_KEYS = {
  id: id.describe('Name of the destination, unique among destinations.'),
  source: text.optional().describe('Id of the only source whose models may be sent here.'),
  write_key: text.meta({
    description: 'Write key of a Segment source; must come from ${NAME}.',
    pattern: SECRET,
  }),
  region: z
    .enum(REGIONS)
    .describe('Region of the Segment workspace: us-west-2 North America, eu-west-1 Europe.'),
  enabled: flag.default(true).describe('Switches everything that is sent here on or off.'),
  events_per_second: rate.optional().describe('Ceiling on events per second, shared by all senders.'),
  requests_per_second: rate.optional().describe('Ceiling on requests per second, shared by all senders.'),
  deadline: deadline
    .default('1d')
    .describe(
      'How long what is sent here is tried by itself, such as 6h or 1d; then it becomes dead letters.',
    ),
}

/** The keys of a mapping. */
export const MAPPING_KEYS = {
  id: id.describe('Name of the mapping, unique among mappings.'),
  model: text.describe('Id of the model whose rows are sent.'),
  destination: text.describe('Id of the destination they are sent to.'),
  action: z.enum(ACTION_NAMES).describe('The Segment Spec call that a row becomes.'),
  trigger: z
    .union([
      op,
      z
        .array(op, { error: 'must be a list' })
        .min(1, { error: 'must name one or more of added, updated, deleted' }),
    ])
    .describe('Which changes of a row are sent.'),
  filter: text.optional().describe('Which rows are sent, in Segment\'s FQL: properties.plan != "internal".'),
  schedule: z
    .union([
      z.literal('manual'),
      z.strictObject({ every }),
      z.strictObject({ cron, timezone: timezone.optional() }),
    ])
    .default('manual')
    .describe(
      'When the mapping syncs by itself: manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }.',
    ),
  enabled: flag.default(true).describe('A mapping that is not enabled does not sync.'),
  max_deleted_percent: percent
    .default(DEFAULT_MAX_DELETED_PERCENT)
    .describe(
      'Share of the known records that may vanish before a sync stops and sends nothing; 100 lets all go.',
    ),
  fields: z
    .record(z.string(), json, {
      error: 'must be an object: the fields of the action and what goes into each',
    })
    .describe("The fields of the call, in Segment's mapping language."),
}

/** The sections of a config file and the keys of what stands in each. */
export const SECTIONS = {
  sources: SOURCE_KEYS,
  models: MODEL_KEYS,
  destinations: DESTINATION_KEYS,
  mappings: MAPPING_KEYS,
} as const

export type SectionName = keyof typeof SECTIONS

export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[]

/** One thing of a section, as its file says it, defaults filled in. */
export type ItemOf<Section extends SectionName> = z.output<z.ZodObject<(typeof SECTIONS)[Section]>>

/** A whole config file; the JSON Schema for editors is made of it. */
export const CONFIG_FILE = z.strictObject({
  sources: z.array(z.strictObject(SOURCE_KEYS)).optional().describe('The warehouses.'),
  models: z.array(z.strictObject(MODEL_KEYS)).optional().describe('The queries whose rows are sent.'),
  destinations: z
    .array(z.strictObject(DESTINATION_KEYS))
    .optional()
    .describe('The Segment sources to send to.'),
  mappings: z
    .array(z.strictObject(MAPPING_KEYS))
    .optional()
    .describe('What of a model goes where, as which call.'),
})

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format(0)
    return true
  } catch {
    return false
  }
}
