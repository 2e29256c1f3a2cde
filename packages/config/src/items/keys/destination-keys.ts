import { z } from 'zod'
import { REGIONS, formatDurationMs, parseDurationMs, type Destination } from '@sluice/shared/domain'
import { codedKey, optionalKey, plainKey, type KeysOf } from './key.ts'
import { SECRET_PATTERN, duration, flag, id, rate, text } from './values.ts'

/** How long a destination that says nothing of it is tried. */
const DEFAULT_DEADLINE_MS = 86_400_000

const deadline = duration({ least: '1m', most: '14d', examples: '6h or 1d' })

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
}
