import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Config } from '@sluice/shared/domain'
import { arbitraryConfig } from '../testing/arbitrary-config.ts'
import { parseConfigFile } from './parse-config-file.ts'
import { formatConfigFile, writeConfig } from './write-config-file.ts'

const EMPTY: Config = { sources: [], models: [], destinations: [], mappings: [], channels: [], rules: [] }

describe('an exported config', () => {
  test('names the variables of its secrets and holds none of them', () => {
    const config: Config = {
      ...EMPTY,
      sources: [
        { id: 'my-warehouse', type: 'postgres', settings: { connection: 'postgres://a:hunter2@db/x' } },
      ],
      destinations: [
        {
          id: 'segment_us',
          source: 'my-warehouse',
          writeKey: 'hunter2',
          region: 'us-west-2',
          enabled: false,
          eventsPerSecond: 10,
          requestsPerSecond: null,
          deadlineMs: 86_400_000,
        },
      ],
    }
    expect(formatConfigFile(writeConfig(config))).toBe(
      [
        '# The secrets of this file come from the environment:',
        '#   SLUICE_SOURCE_MY_WAREHOUSE_CONNECTION',
        '#   SLUICE_DESTINATION_SEGMENT_US_WRITE_KEY',
        '',
        'sources:',
        '  - id: my-warehouse',
        '    type: postgres',
        '    connection: ${SLUICE_SOURCE_MY_WAREHOUSE_CONNECTION}',
        'models: []',
        'destinations:',
        '  - id: segment_us',
        '    source: my-warehouse',
        '    write_key: ${SLUICE_DESTINATION_SEGMENT_US_WRITE_KEY}',
        '    region: us-west-2',
        '    enabled: false',
        '    events_per_second: 10',
        'mappings: []',
        '',
      ].join('\n'),
    )
  })

  test('says what people keep in the console, and reads back all the same', () => {
    const model = { source: 'x', identifier: 'id', query: 'select 1 as id' }
    const config: Config = {
      ...EMPTY,
      sources: [{ id: 'x', type: 'postgres', settings: { connection: 'postgres://a@db/b' } }],
      models: [
        { id: 'people', ...model },
        { id: 'orders', ...model },
      ],
    }
    const written = writeConfig(config, new Map([['model/orders', 'console']]))
    const text = formatConfigFile(written)
    expect(text).toContain('    query: select 1 as id\n  # kept in the console\n  - id: orders\n')
    expect(parseConfigFile(text, 'x', Object.fromEntries(written.variables))).toMatchObject({
      ok: true,
      config,
    })
  })

  test('shows a query of several lines as a block', () => {
    const query = 'select *\n  from people\n\n where true'
    const config: Config = { ...EMPTY, models: [{ id: 'people', source: 'x', identifier: 'id', query }] }
    expect(formatConfigFile(writeConfig(config))).toContain(
      '    query: |-\n      select *\n        from people\n\n       where true\n',
    )
  })

  test('gives ids that differ in - and _ alone variables of their own', () => {
    const source = { type: 'postgres', settings: { connection: 'postgres://a' } } as const
    const { variables } = writeConfig({
      ...EMPTY,
      sources: [
        { id: 'a-b', ...source },
        { id: 'a_b', ...source },
      ],
    })
    expect([...variables.keys()]).toEqual(['SLUICE_SOURCE_A_B_CONNECTION', 'SLUICE_SOURCE_A_B_CONNECTION_2'])
  })
})

describe('laws', () => {
  test('reading an exported file gives the config back, whatever it holds', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const written = writeConfig(config)
        const parsed = parseConfigFile(
          formatConfigFile(written),
          'sluice.yaml',
          Object.fromEntries(written.variables),
        )
        expect(parsed.ok ? [] : parsed.mistakes).toEqual([])
        expect(parsed.ok && JSON.stringify(parsed.config)).toBe(JSON.stringify(config))
      }),
      { numRuns: 300 },
    )
  })

  test('the document of --json says the same as the file', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const { document, variables } = writeConfig(config)
        const parsed = parseConfigFile(JSON.stringify(document), 'x', Object.fromEntries(variables))
        expect(parsed.ok && JSON.stringify(parsed.config)).toBe(JSON.stringify(config))
      }),
    )
  })
})
