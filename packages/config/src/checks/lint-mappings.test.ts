import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { lintMappings } from './lint-mappings.ts'
import { parseConfigFile } from '../yaml/parse-config-file.ts'

const ROOT = new URL('../../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')
const [DOCUMENTED = ''] =
  /(?<=^```yaml\n)sources:[^`]*mappings:[^`]*/m.exec(read('docs/configuration.md')) ?? []

const VARIABLES = {
  WAREHOUSE_URL: 'postgres://sluice:hunter2@db/warehouse',
  SEGMENT_WRITE_KEY: 'a',
  SEGMENT_US_WRITE_KEY: 'b',
  SEGMENT_EU_WRITE_KEY: 'c',
}

const PEOPLE =
  'customer_id first_name last_name email plan city signed_up_at created_at lifetime_value order_count subscribed cart'
const COLUMNS = {
  customers: PEOPLE,
  'ten-customers': PEOPLE,
  orders: 'order_id customer_id total currency placed_at items',
}

test.each([
  ['the demo', read('packages/cli/demo/sluice.yaml')],
  ['the documentation', DOCUMENTED],
  ['the benchmark', read('benchmarks/pipeline/sluice.yaml')],
])('nothing is warned of in the file of %s', (_what, text) => {
  const file = parseConfigFile(text, 'sluice.yaml', VARIABLES)
  expect(file.ok ? [] : file.mistakes).toEqual([])
  if (!file.ok) return
  const columns = new Map(
    Object.entries(COLUMNS).map(([model, names]) => [
      model,
      names.split(' ').map((name) => ({ name, type: 'text' })),
    ]),
  )
  expect(file.config.mappings.length).toBeGreaterThan(0)
  expect([...file.warnings, ...lintMappings(file.config, columns)]).toEqual([])
})
