import { z } from 'zod'
import { parsePostgresUrl } from '@sluice/shared/connection'
import { formatDurationMs, parseDurationMs, type Source } from '@sluice/shared/domain'
import { codedKey, plainKey, type KeysOf } from './key.ts'
import { SECRET_PATTERN, duration, id, text } from './values.ts'

const url = text.superRefine((value, context) => {
  const parsed = parsePostgresUrl(value)
  if ('mistake' in parsed) context.addIssue(parsed.mistake)
})

const pem = text.refine((value) => value.includes('-----BEGIN ') || value.includes('${'), {
  error: 'must be PEM text, which begins with -----BEGIN',
})

// PostgreSQL's own is a 32-bit number of milliseconds, 24 days.
const statementTimeout = duration({ least: '1s', most: '14d', examples: '30m or 6h' })

/** The keys of a source. */
export const SOURCE_KEYS: KeysOf<Source> = {
  id: plainKey('id', id.describe('Name of the warehouse, unique among sources.')),
  type: plainKey('type', z.enum(['postgres']).describe('What kind of warehouse it is.')),
  connection: plainKey(
    'connection',
    url.meta({
      description: 'URL of the warehouse; its secret part must come from ${NAME}.',
      pattern: SECRET_PATTERN,
    }),
    { isHidden: true },
  ),
  ssl: plainKey(
    'ssl',
    z
      .strictObject(
        {
          ca: pem.optional().describe('Certificates of the authorities to trust, as PEM text.'),
          cert: pem.optional().describe('Certificate of the client, as PEM text.'),
          key: pem.optional().meta({
            description: 'Private key of the client, as PEM text; must come from ${NAME}.',
            pattern: SECRET_PATTERN,
          }),
        },
        { error: 'must be an object with the keys ca, cert, key' },
      )
      .optional()
      .describe(
        'Certificates for TLS; sslmode in the connection says what is checked, verify-full if it says nothing.',
      ),
    { isHidden: true, nested: ['ca', 'cert', 'key'] },
  ) as KeysOf<Source>['ssl'],
  statementTimeoutMs: codedKey(
    'statement_timeout',
    statementTimeout
      .optional()
      .describe(
        "How long a statement that runs a model's query may take, such as 30m; the limit that the user has in the warehouse, or 6h.",
      ),
    {
      read: (said) => (said === undefined ? undefined : (parseDurationMs(said) ?? undefined)),
      write: (ms: number | undefined) => (ms === undefined ? undefined : formatDurationMs(ms)),
    },
  ),
}
