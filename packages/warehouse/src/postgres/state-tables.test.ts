import { expect, test } from '@jest/globals'
import { recordsKey, recordsTable } from './state-tables.ts'

test('the names of state tables fit into an identifier of Postgres for the longest mapping id', () => {
  const id = 'a'.repeat(50)
  expect(recordsKey(id)).toHaveLength(63 + 2)
  expect(recordsTable(id)).toBe(`_sluice."records_${id}"`)
})
