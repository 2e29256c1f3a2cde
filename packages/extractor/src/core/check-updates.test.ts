import { expect, test } from '@jest/globals'
import type { ComparedRows } from './check-deletes.ts'
import { checkUpdates } from './check-updates.ts'

const NAMES = { mapping: 'people-identify', model: 'people' }
const ROWS: ComparedRows = { added: 500, updated: 0, deleted: 90, invalid: 5, known: 1_000 }

test('a sync is stopped when more than the share of the known records has changed', () => {
  expect(checkUpdates({ ...ROWS, updated: 501 }, { ...NAMES, limitPercent: 50 })).toMatchObject({
    code: 'updates_exceeded',
    message: expect.stringContaining(
      '501 of the 1,000 records of mapping people-identify have changed in model people (50.1 %, more than 50 %)',
    ),
  })
})

test.each<readonly [string, Partial<ComparedRows>, number | null | undefined]>([
  ['at exactly the share', { updated: 500 }, 50],
  ['the first time', { known: 0 }, 0],
  ['with few records', { updated: 99, known: 99 }, 0],
  ['where all may change', { updated: 1_000 }, 100],
  ['where nothing is said of it', { updated: 1_000 }, undefined],
  ['where nothing was said of it', { updated: 1_000 }, null],
])('a sync goes on %s', (_when, rows, limitPercent) => {
  expect(checkUpdates({ ...ROWS, ...rows }, { ...NAMES, limitPercent })).toBeNull()
})
