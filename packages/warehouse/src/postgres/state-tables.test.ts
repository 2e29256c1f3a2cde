import { randomUUID } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { parseStagedName, recordsKey, recordsTable, stagedTable } from './state-tables.ts'

describe('the names of state tables', () => {
  test('fit into an identifier of Postgres for the longest mapping id', () => {
    const id = 'a'.repeat(50)
    expect(recordsKey(id)).toHaveLength(63 + 2)
    expect(recordsTable(id)).toBe(`_sluice."records_${id}"`)
  })

  test('of staged rows lead back to their sync', () => {
    const syncId = randomUUID()
    const name = /^_sluice\."(.+)"$/.exec(stagedTable(syncId))?.[1]
    expect(parseStagedName(name ?? '')).toBe(syncId)
    expect(parseStagedName('staged_something')).toBeNull()
  })

  test.each(['', 'Upper', '-a', 'a'.repeat(51), 'a"b', 'a b'])('are not made of the mapping id %j', (id) => {
    expect(() => recordsTable(id)).toThrow('not the id of a mapping')
  })

  test.each(['', 'x', `${randomUUID()}"`, randomUUID().toUpperCase()])(
    'are not made of the sync id %j',
    (id) => {
      expect(() => stagedTable(id)).toThrow('not the id of a sync')
    },
  )
})
