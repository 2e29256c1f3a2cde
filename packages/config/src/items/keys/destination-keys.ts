import { z } from 'zod'
import { REGIONS, formatDurationMs, parseDurationMs, type Destination } from '@sluice/shared/domain'
import { codedKey, optionalKey, plainKey, type KeysOf } from './key.ts'
import { SECRET_PATTERN, amount, duration, flag, id, rate, text } from './values.ts'

/** How long a destination that says nothing of it is tried. */
const DEFAULT_DEADLINE_MS = 86_400_000

const deadline = duration({ least: '1m', most: '14d', examples: '6h or 1d' })

/** The day on which a billing month begins where a destination says nothing of it. */
const DEFAULT_BILLING_DAY = 1

const billingDay = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be 1 or more' })
  .max(28, { error: 'must be 28 or less, a day that every month has' })

/** The keys of a destination. */
export const DESTINATION_KEYS: KeysOf<Destination> = {
  id: plainKey('id', id.describe('Name of the destination, unique among destinations.')),
  source: optionalKey('source', text.describe('Id of the only source whose models may be sent here.')),
  writeKey: plainKey(
    'write_key',
    text.meta({
      description: 'Write key of a Segment source; must come from ${NAME}.',
      pattern: SECRET_PATTERN,
    }),
    { isHidden: true },
  ),
  region: plainKey(
    'region',
    z.enum(REGIONS).describe('Region of the Segment workspace: us-west-2 North America, eu-west-1 Europe.'),
  ),
  enabled: plainKey(
    'enabled',
    flag.default(true).describe('Switches everything that is sent here on or off.'),
  ),
  eventsPerSecond: optionalKey(
    'events_per_second',
    rate.describe('Ceiling on events per second, shared by all senders.'),
  ),
  requestsPerSecond: optionalKey(
    'requests_per_second',
    rate.describe('Ceiling on requests per second, shared by all senders.'),
  ),
  deadlineMs: codedKey(
    'deadline',
    deadline
      .default('1d')
      .describe(
        'How long what is sent here is tried by itself, such as 6h or 1d; then it becomes dead letters.',
      ),
    {
      // The schema lets nothing else through.
      read: (said) => parseDurationMs(said) ?? DEFAULT_DEADLINE_MS,
      write: (ms: number) => (ms === DEFAULT_DEADLINE_MS ? undefined : formatDurationMs(ms)),
    },
  ),
  workspace: optionalKey(
    'workspace',
    text.describe('Name of the Segment workspace: destinations of one count their MTUs together.'),
  ),
  callsAllowance: optionalKey(
    'calls_allowance',
    amount.describe('API calls planned for a billing month; a warning comes at 80 %.'),
  ),
  mtuAllowance: optionalKey(
    'mtu_allowance',
    amount.describe('MTUs planned for a billing month; a warning comes at 80 %.'),
  ),
  billingDay: codedKey(
    'billing_day',
    billingDay
      .default(DEFAULT_BILLING_DAY)
      .describe('Day of the month, 1 to 28, on which the billing month begins at 00:00 UTC.'),
    {
      read: (said): number | null | undefined => said,
      write: (day) => (day === DEFAULT_BILLING_DAY ? undefined : (day ?? undefined)),
    },
  ),
  maxCallsPerMonth: optionalKey(
    'max_calls_per_month',
    amount.describe('API calls of a billing month after which nothing is sent until the next one begins.'),
  ),
}
