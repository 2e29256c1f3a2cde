import fc from 'fast-check'
import { ACTION_NAMES, OPS, REGIONS, formatDurationMs, type Config, type Json } from '@sluice/shared/domain'
import { arbitraryChannel, arbitraryRule } from './arbitrary-alerts.ts'

// What a file may hold: any text but NUL, which Postgres does not take.
const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.string({ minLength: 1, unit: 'grapheme', maxLength: 12 }),
    fc.string({
      minLength: 1,
      unit: fc.constantFrom(
        '$',
        '{',
        '}',
        '"',
        "'",
        '\n',
        ' ',
        '#',
        ':',
        '-',
        'a',
        '\t',
        '\u001b',
        '\u009b',
        '\u202e',
        '\u2028',
        '\u007f',
      ),
      maxLength: 20,
    }),
    fc.constantFrom(
      'true',
      'null',
      '~',
      '1e3',
      '0x1F',
      'yes',
      '2026-01-01',
      '- a',
      '[',
      '&a',
      '*a',
      '!x',
      '|',
      '%',
    ),
  )
  .filter((value) => !value.includes('\0'))
const secret = fc.string({ minLength: 1, maxLength: 30 })
const id = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/)
const amount = fc.option(fc.integer({ min: 1, max: 1_000_000_000_000 }), { nil: null })
const rate = fc.option(fc.integer({ min: 1, max: 2_147_483_647 }), { nil: null })

// A key that begins with @ would be a directive, and this one no key at all.
const key = text.filter((word) => !word.startsWith('@') && word !== '__proto__')

/** A value of a field without a directive, whatever its depth. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value

const schedule = fc.constantFrom(
  null,
  { every: '15m' },
  { cron: '0 6 * * 1-5' },
  { cron: '*/5 * * * *', timezone: 'Europe/Berlin' },
)

const pem = secret.map((text) => `-----BEGIN CERTIFICATE-----\n${text}`)

/** The settings of a source of PostgreSQL. */
const settings = fc.record(
  {
    connection: secret.map((password) => `postgres://sluice:${encodeURIComponent(password)}@db/warehouse`),
    ssl: fc.record({ ca: pem, cert: pem, key: pem }, { requiredKeys: [] }),
    statement_timeout: fc
      .integer({ min: 1, max: 14 * 86_400 })
      .map((seconds) => formatDurationMs(seconds * 1_000)),
  },
  { requiredKeys: ['connection'] },
)

/** Any config that a file may say: its references hold, its ids are unique. */
export const arbitraryConfig: fc.Arbitrary<Config> = fc
  .record({
    sourceIds: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    modelIds: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    destinationIds: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    mappingIds: fc.uniqueArray(id, { maxLength: 3 }),
    channelIds: fc.uniqueArray(id, { maxLength: 3 }),
    ruleIds: fc.uniqueArray(id, { maxLength: 2 }),
  })
  .chain(({ sourceIds, modelIds, destinationIds, mappingIds, channelIds, ruleIds }) =>
    fc.record({
      sources: fc.tuple(
        ...sourceIds.map((sourceId) =>
          fc.record({
            id: fc.constant(sourceId),
            type: fc.constant('postgres'),
            syncLog: fc.option(
              fc.record({ keepMs: fc.integer({ min: 1, max: 1_000 }).map((days) => days * 86_400_000) }),
              { nil: undefined },
            ),
            settings,
          }),
        ),
      ),
      models: fc.tuple(
        ...modelIds.map((modelId) =>
          fc.record({
            id: fc.constant(modelId),
            source: fc.constantFrom(...sourceIds),
            identifier: text,
            query: text,
          }),
        ),
      ),
      destinations: fc.tuple(
        ...destinationIds.map((destinationId) =>
          fc.record({
            id: fc.constant(destinationId),
            source: fc.constant(null),
            writeKey: secret,
            region: fc.constantFrom(...REGIONS),
            enabled: fc.boolean(),
            eventsPerSecond: rate,
            requestsPerSecond: rate,
            deadlineMs: fc.integer({ min: 60, max: 14 * 86_400 }).map((seconds) => seconds * 1_000),
            workspace: fc.option(text, { nil: null }),
            callsAllowance: amount,
            mtuAllowance: amount,
            billingDay: fc.integer({ min: 1, max: 28 }),
            maxCallsPerMonth: amount,
          }),
        ),
      ),
      mappings: fc.tuple(
        ...mappingIds.map((mappingId) =>
          fc.record({
            id: fc.constant(mappingId),
            model: fc.constantFrom(...modelIds),
            destination: fc.constantFrom(...destinationIds),
            action: fc.constantFrom(...ACTION_NAMES),
            trigger: fc.subarray([...OPS], { minLength: 1 }),
            filter: fc.constantFrom(null, 'properties.plan != "internal"', 'type = "track"'),
            schedule,
            enabled: fc.boolean(),
            maxDeletedPercent: fc.integer({ min: 0, max: 100 }),
            maxUpdatedPercent: fc.integer({ min: 0, max: 100 }),
            compare: fc.constantFrom('mapped', 'all'),
            fields: fc.dictionary(key, json, { maxKeys: 4 }),
          }),
        ),
      ),
      channels: fc.tuple(...channelIds.map(arbitraryChannel)),
      rules: fc.tuple(...ruleIds.map((ruleId) => arbitraryRule(ruleId, mappingIds, channelIds))),
    }),
  )
