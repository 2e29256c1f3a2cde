import { parsePostgresUrl } from '@sluice/shared/connection'
import { formatDurationMs, parseDurationMs, type SourceTls } from '@sluice/shared/domain'
import { z } from 'zod'
import { duration, SECRET_PATTERN, text, type SourceKey } from '../keys/index.ts'
import type { WarehouseType } from '../warehouse-type.ts'

const url = text.superRefine((value, context) => {
  const parsed = parsePostgresUrl(value)
  if ('mistake' in parsed) context.addIssue(parsed.mistake)
})

const pem = text.refine((value) => value.includes('-----BEGIN ') || value.includes('${'), {
  error: 'must be PEM text, which begins with -----BEGIN',
})

// PostgreSQL's own is a 32-bit number of milliseconds, 24 days.
const statementTimeout = duration({ least: '1s', most: '14d', examples: '30m or 6h' })

const KEYS: readonly SourceKey[] = [
  {
    name: 'connection',
    schema: url.meta({
      description: 'URL of the warehouse; its secret part must come from ${NAME}.',
      pattern: SECRET_PATTERN,
    }),
    isHidden: true,
  },
  {
    name: 'ssl',
    schema: z
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
    isHidden: true,
    nested: ['ca', 'cert', 'key'],
  },
  {
    name: 'statement_timeout',
    schema: statementTimeout
      .optional()
      .describe(
        "How long a statement that runs a model's query may take, such as 30m; the limit that the user has in the warehouse, or 6h.",
      ),
    normalise: (said) => (typeof said === 'string' ? formatDurationMs(parseDurationMs(said) ?? 0) : said),
  },
]

/** What the keys let pass. */
interface PostgresSettings {
  readonly connection: string
  readonly ssl?: SourceTls
  readonly statement_timeout?: string
}

/** PostgreSQL, 14 or newer. */
export const POSTGRES: WarehouseType = {
  type: 'postgres',
  keys: KEYS,
  addressKey: 'connection',
  traits: {
    losesStagedRows: {
      holds: true,
      reason: 'staged tables are unlogged, and emptied when the server recovers from a crash',
    },
  },
  async open({ id, settings }) {
    const { openPostgresWarehouse } = await import('./open-postgres-warehouse.ts')
    // Let pass by the keys above when it was applied.
    const { connection, ssl, statement_timeout: timeout } = settings as unknown as PostgresSettings
    return openPostgresWarehouse({
      connectionString: connection,
      ssl,
      statementTimeoutMs: timeout === undefined ? undefined : (parseDurationMs(timeout) ?? undefined),
      sourceId: id,
    })
  },
}
