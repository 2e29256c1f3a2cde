import { randomUUID } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { nameRecords, nameStaged, parseStagedName } from './state-names.ts'

describe('the names of state tables', () => {
  test('of staged rows lead back to their sync', () => {
    const syncId = randomUUID()
    expect(parseStagedName(nameStaged(syncId))).toBe(syncId)
    expect(parseStagedName('staged_something')).toBeNull()
  })

  test.each(['', 'Upper', '-a', 'a'.repeat(51), 'a"b', 'a b'])('are not made of the mapping id %j', (id) => {
    expect(() => nameRecords(id)).toThrow('not the id of a mapping')
  })

  test.each(['', 'x', `${randomUUID()}"`, randomUUID().toUpperCase()])(
    'are not made of the sync id %j',
    (id) => {
      expect(() => nameStaged(id)).toThrow('not the id of a sync')
    },
  )
})
