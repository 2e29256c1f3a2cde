import { z } from 'zod'
import { parseHttpUrl, parsePostgresUrl } from '../connection/index.ts'
import { REGIONS, SETTINGS_OFF, SETTINGS_URLS, TRACKING_API_URLS, type Region } from '../domain/index.ts'
import { SluiceError } from '../errors/index.ts'
import { DEFAULT_QUEUE_PREFIX, parseRedisUrl } from '../queues/index.ts'

/** The variables of a process, as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>

const databaseUrl = z
  .string({ error: 'is missing: set it to something like postgres://user:password@localhost:5432/sluice' })
  .superRefine((text, context) => {
    const parsed = parsePostgresUrl(text)
    if ('mistake' in parsed) context.addIssue({ code: 'custom', message: parsed.mistake })
  })

/** A base URL; `word` may stand in its place. */
const endpoint = (usual: string, word?: string): z.ZodType<string> =>
  z
    .string()
    .default(usual)
    .transform((text, context) => {
      if (text === word) return text
      const parsed = parseHttpUrl(text, usual)
      if ('url' in parsed) return parsed.url
      const message = word === undefined ? parsed.mistake : `${parsed.mistake}, or ${word}`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })

const httpUrl = (usual: string) =>
  z.string().transform((text, context) => {
    const parsed = parseHttpUrl(text, usual)
    if ('url' in parsed) return parsed.url
    context.addIssue({ code: 'custom', message: parsed.mistake })
    return z.NEVER
  })

const redisUrl = z
  .string({ error: 'is missing: set it to something like redis://localhost:6379' })
  .superRefine((text, context) => {
    const parsed = parseRedisUrl(text)
    if ('mistake' in parsed) context.addIssue({ code: 'custom', message: parsed.mistake })
  })

const basePath = z
  .string()
  // A slash at the end means the same, and a lone one nothing.
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((path) => path === '' || /^(\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path), {
    error: 'must be a path like /sluice, of letters, digits, - _ . ~ and slashes',
  })

const origins = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine((all) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'must be origins with commas between them, such as https://orchestrator.example',
  })

const secretKey = z
  .string({ error: 'is missing: 32 bytes in base64, from `openssl rand -base64 32`' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'must be 32 bytes in base64: `openssl rand -base64 32`',
  })

const port = z.coerce
  .number({ error: 'must be a port number, 0 for any free one' })
  .int({ error: 'must be a port number, 0 for any free one' })
  .min(0)
  .max(65_535, { error: 'must be a port number up to 65535' })

/** One schema per variable; a process picks the ones it needs. */
export const VARIABLES = {
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  SLUICE_SECRET_KEY: secretKey,
  SLUICE_SECRET_KEY_PREVIOUS: secretKey.optional(),
  SLUICE_SOURCES_KEY: secretKey,
  SLUICE_SOURCES_KEY_PREVIOUS: secretKey.optional(),
  SLUICE_DESTINATIONS_KEY: secretKey,
  SLUICE_DESTINATIONS_KEY_PREVIOUS: secretKey.optional(),
  SLUICE_DATA_KEY: secretKey,
  SLUICE_DATA_KEY_PREVIOUS: secretKey.optional(),
  // Who sends no alerts needs none.
  SLUICE_ALERTS_KEY: secretKey.optional(),
  SLUICE_ALERTS_KEY_PREVIOUS: secretKey.optional(),
  SLUICE_ENDPOINT_US_WEST_2: endpoint(TRACKING_API_URLS['us-west-2']),
  SLUICE_ENDPOINT_EU_WEST_1: endpoint(TRACKING_API_URLS['eu-west-1']),
  SLUICE_SETTINGS_ENDPOINT_US_WEST_2: endpoint(SETTINGS_URLS['us-west-2'], SETTINGS_OFF),
  SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: endpoint(SETTINGS_URLS['eu-west-1'], SETTINGS_OFF),
  SLUICE_HTTP_HOST: z.string().default('::'),
  SLUICE_HTTP_PORT: port.default(9464),
  SLUICE_CONSOLE_PORT: port.default(3000),
  SLUICE_CONSOLE_HOST: z.string().default('127.0.0.1'),
  SLUICE_CONSOLE_BASE_PATH: basePath.default(''),
  SLUICE_CONSOLE_URL: httpUrl('https://sluice.example.com').optional(),
  SLUICE_OIDC_ISSUER: httpUrl('https://login.example.com').optional(),
  SLUICE_OIDC_CLIENT_ID: z.string().optional(),
  SLUICE_OIDC_CLIENT_SECRET: z.string().optional(),
  SLUICE_OIDC_NAME: z.string().optional(),
  SLUICE_OIDC_ROLE_CLAIM: z.string().default('groups'),
  SLUICE_OIDC_OPERATORS: z.string().optional(),
  SLUICE_OIDC_VIEWERS: z.string().optional(),
  SLUICE_CONSOLE_USER: z.string().optional(),
  SLUICE_CONSOLE_PASSWORD: z.string().optional(),
  SLUICE_CONSOLE_VIEWER_USER: z.string().optional(),
  SLUICE_CONSOLE_VIEWER_PASSWORD: z.string().optional(),
  SLUICE_API_ORIGINS: origins,
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl('http://otel-collector:4318').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_TRACES_SAMPLER: z.string().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.string().optional(),
  SLUICE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  SLUICE_QUEUE_PREFIX: z
    .string()
    .regex(/^\{[^{}:]+\}$/, {
      error: 'must be a name in braces such as {sluice}, so that a Redis Cluster keeps it together',
    })
    .default(DEFAULT_QUEUE_PREFIX),
} as const

type Variables = typeof VARIABLES

/** The parsed values of the variables asked for. */
export type EnvironmentValues<Names extends keyof Variables> = {
  readonly [N in Names]: z.output<Variables[N]>
}

/**
 * Parses the variables asked for, or throws one error that names every missing or
 * malformed one; `mistakes` are those that were found elsewhere.
 */
export function parseEnvironment<Names extends keyof Variables>(
  env: Environment,
  names: readonly Names[],
  { mistakes: known = [] }: { readonly mistakes?: readonly string[] } = {},
): EnvironmentValues<Names> {
  const mistakes = [...known]
  const values: Record<string, unknown> = {}
  for (const name of names) {
    // An empty variable is how a shell or a manifest says "not set".
    const result = VARIABLES[name].safeParse(env[name] === '' ? undefined : env[name])
    if (result.success) values[name] = result.data
    else mistakes.push(`${name} ${result.error.issues[0]?.message ?? 'is malformed'}`)
  }
  if (mistakes.length > 0) {
    throw new SluiceError('environment_invalid', `environment: ${mistakes.join('; ')}`)
  }
  return values as EnvironmentValues<Names>
}

/** The base URL of each region's Tracking API, without a trailing slash. */
export function readEndpoints(
  values: EnvironmentValues<'SLUICE_ENDPOINT_US_WEST_2' | 'SLUICE_ENDPOINT_EU_WEST_1'>,
): Readonly<Record<Region, string>> {
  return mapRegions({
    'us-west-2': values.SLUICE_ENDPOINT_US_WEST_2,
    'eu-west-1': values.SLUICE_ENDPOINT_EU_WEST_1,
  })
}

/** The base URL under which each region's sources tell their settings, without a trailing slash, or `off`. */
export function readSettingsEndpoints(
  values: EnvironmentValues<'SLUICE_SETTINGS_ENDPOINT_US_WEST_2' | 'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1'>,
): Readonly<Record<Region, string>> {
  return mapRegions({
    'us-west-2': values.SLUICE_SETTINGS_ENDPOINT_US_WEST_2,
    'eu-west-1': values.SLUICE_SETTINGS_ENDPOINT_EU_WEST_1,
  })
}

function mapRegions(urls: Readonly<Record<Region, string>>): Readonly<Record<Region, string>> {
  return Object.fromEntries(REGIONS.map((region) => [region, urls[region].replace(/\/+$/, '')])) as Record<
    Region,
    string
  >
}
